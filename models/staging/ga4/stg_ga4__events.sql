{{ config(materialized="table") }}

with

source as (

    select * from {{ source('ga4', 'events') }}

),

-- The export keeps what was measured with an event in lists of
-- names and values.
unpacked as (

    select
        *,
        {{ event_parameter('ga_session_id', 'int') }} as ga_session_id,
        {{ event_parameter('page_location', 'string') }} as page_url,
        {{ event_parameter('page_referrer', 'string') }} as referrer_url,
        {{ event_parameter('source', 'string') }} as event_source,
        {{ event_parameter('medium', 'string') }} as event_medium,
        {{ event_parameter('campaign', 'string') }} as event_campaign,
        {{ event_parameter('gclid', 'string') }} as event_gclid,
        {{ event_parameter('engagement_time_msec', 'int') }}
            as engagement_milliseconds,

        -- Browsers send the flag as text, some tags as a number.
        coalesce(
            {{ event_parameter('session_engaged', 'string') }},
            cast({{ event_parameter('session_engaged', 'int') }} as text)
        ) as session_engaged
    from source

),

renamed as (

    select

        ---------- ids
        user_pseudo_id as visitor_id,
        user_id,
        ga_session_id,
        try_cast(event_bundle_sequence_id as bigint) as bundle_sequence_id,
        stream_id,

        ---------- text
        event_name,
        page_url,
        referrer_url,
        coalesce(collected_traffic_source.manual_source, event_source)
            as source,
        coalesce(collected_traffic_source.manual_medium, event_medium)
            as medium,
        coalesce(
            collected_traffic_source.manual_campaign_name, event_campaign
        ) as campaign_name,
        coalesce(collected_traffic_source.gclid, event_gclid) as gclid,
        collected_traffic_source.dclid as dclid,
        traffic_source.source as first_source,
        traffic_source.medium as first_medium,
        traffic_source.name as first_campaign_name,
        device.category as device_category,
        device.web_info.hostname as hostname,
        geo.country as country,
        platform,

        ---------- numbers
        engagement_milliseconds,

        ---------- booleans
        coalesce(session_engaged = '1', false) as is_session_engaged,

        ---------- days
        try_cast(
            substr(event_date, 1, 4) || '-' || substr(event_date, 5, 2)
            || '-' || substr(event_date, 7, 2) as date
        ) as event_on,

        ---------- times
        {{ timestamp_of_microseconds('try_cast(event_timestamp as bigint)') }}
            as occurred_at

    from unpacked

)

select * from renamed
