with

source as (

    select * from {{ source('hubspot', 'email_event') }}

),

renamed as (

    select

        ---------- ids
        id as email_event_id,
        try_cast(email_campaign_id as bigint) as email_campaign_id,
        try_cast(app_id as bigint) as app_id,
        sent_by_id as sent_event_id,
        caused_by_id as caused_by_event_id,
        obsoleted_by_id as obsoleted_by_event_id,

        ---------- text
        nullif(trim(type), '') as event_type,
        nullif(lower(trim(recipient)), '') as recipient_email,

        ---------- booleans
        coalesce(try_cast(filtered_event as boolean), false) as is_filtered,

        ---------- times
        try_cast(created as timestamp) as occurred_at,
        try_cast(sent_by_created as timestamp) as sent_at,
        try_cast(caused_by_created as timestamp) as caused_at,
        try_cast(obsoleted_by_created as timestamp) as obsoleted_at,
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
