with

source as (

    select * from {{ source('hubspot', 'email_event_bounce') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason('hubspot', 'email_event_bounce') }} as reject_reason
    from deduplicated

),

renamed as (

    select

        ---------- ids
        id as email_event_id,

        ---------- text
        nullif(trim(category), '') as category,
        nullif(trim(status), '') as status,
        nullif(trim(response), '') as response,

        ---------- times
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from judged
    where reject_reason is null

)

select * from renamed
