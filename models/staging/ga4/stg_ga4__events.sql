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
        session_traffic_source_last_click as last_click,
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
        try_cast(batch_page_id as bigint) as batch_page_id,
        try_cast(batch_ordering_id as bigint) as batch_ordering_id,
        try_cast(batch_event_index as bigint) as batch_event_index,
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
        last_click.manual_campaign.source as last_click_source,
        last_click.manual_campaign.medium as last_click_medium,
        last_click.manual_campaign.campaign_name as last_click_campaign_name,
        last_click.google_ads_campaign.campaign_id as last_click_ads_id,
        last_click.google_ads_campaign.campaign_name as last_click_ads_name,
        last_click.cross_channel_campaign.source as cross_channel_source,
        last_click.cross_channel_campaign.medium as cross_channel_medium,
        last_click.cross_channel_campaign.campaign_name
            as cross_channel_campaign_name,
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
        case session_engaged
            when '1' then true
            when '0' then false
            else cast(null as boolean)
        end as is_session_engaged,

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
