with

source as (

    select * from {{ source('mailchimp', 'list') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason('mailchimp', 'list') }} as reject_reason
    from deduplicated

),

renamed as (

    select

        ---------- ids
        id as list_id,

        ---------- text
        name as list_name,
        contact_company as company_name,
        contact_country as country_code,
        default_from_email,
        default_from_name,
        default_language,
        permission_reminder,
        visibility,
        subscribe_url_long as subscribe_url,

        ---------- numbers
        try_cast(list_rating as double) as list_rating,

        ---------- booleans
        coalesce(try_cast(_fivetran_deleted as boolean), false) as is_deleted,

        ---------- times
        try_cast(date_created as timestamp) as created_at,
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from judged
    where reject_reason is null

)

select * from renamed
