with

source as (

    select * from {{ source('hubspot', 'email_event_dropped') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason('hubspot', 'email_event_dropped') }} as reject_reason
    from deduplicated

),

renamed as (

    select

        ---------- ids
        id as email_event_id,

        ---------- text
        nullif(trim(drop_reason), '') as drop_reason,
        nullif(trim(drop_message), '') as drop_message,
        nullif(trim(subject), '') as subject,
        nullif(lower(trim({{ adapter.quote("from") }})), '') as from_address,
        nullif(lower(trim(reply_to)), '') as reply_to_address,
        nullif(lower(trim(cc)), '') as cc_addresses,
        nullif(lower(trim(bcc)), '') as bcc_addresses,

        ---------- times
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from judged
    where reject_reason is null

)

select * from renamed
