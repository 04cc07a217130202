with

source as (

    select * from {{ source('mailchimp', 'automation') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason('mailchimp', 'automation') }} as reject_reason
    from deduplicated

),

renamed as (

    select

        ---------- ids
        id as automation_id,
        list_id,
        try_cast(segment_id as bigint) as segment_id,

        ---------- text
        title as automation_title,
        status,
        trigger_settings,

        ---------- booleans
        coalesce(try_cast(_fivetran_deleted as boolean), false) as is_deleted,

        ---------- times
        try_cast(create_time as timestamp) as created_at,
        try_cast(start_time as timestamp) as started_at,
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from judged
    where reject_reason is null

)

select * from renamed
