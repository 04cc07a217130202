with

source as (

    select * from {{ source('files', 'web_events') }}

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

    from source

)

select * from renamed
