with

source as (

    select * from {{ source('files', 'web_events') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason('files', 'web_events') }} as reject_reason
    from deduplicated

),

renamed as (

    select

        ---------- ids
        trim(event_id) as event_id,
        nullif(trim(visitor_id), '') as visitor_id,
        nullif(trim(session_id), '') as session_id,
        nullif(trim(contact_id), '') as contact_id,

        ---------- text
        nullif(lower(trim(email)), '') as email,
        nullif(trim(event_name), '') as event_name,
        nullif(trim(page_url), '') as page_url,
        nullif(trim(referrer_url), '') as referrer_url,
        nullif(trim(utm_source), '') as utm_source,
        nullif(trim(utm_medium), '') as utm_medium,
        nullif(trim(utm_campaign), '') as utm_campaign,

        ---------- times
        try_cast(occurred_at as timestamptz) at time zone 'UTC' as occurred_at,
        coalesce(
            try_cast(recorded_at as timestamptz),
            try_cast(occurred_at as timestamptz)
        ) at time zone 'UTC' as recorded_at

    from judged
    where reject_reason is null

)

select * from renamed
