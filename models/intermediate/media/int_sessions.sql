{{ config(materialized="table") }}

with

ga4_events as (

    select * from {{ ref('stg_ga4__events') }}

),

file_events as (

    select * from {{ ref('stg_files__web_events') }}

),

site_events as (

    select
        'ga4' as source_system,
        visitor_id,
        cast(ga_session_id as text) as session_id,
        event_name,
        is_session_engaged,
        source,
        medium,
        campaign_name,
        gclid,
        occurred_at
    from ga4_events
    where ga_session_id is not null

    union all

    select
        'files' as source_system,
        visitor_id,
        session_id,
        event_name,
        cast(null as boolean) as is_session_engaged,
        utm_source as source,
        utm_medium as medium,
        utm_campaign as campaign_name,
        cast(null as text) as gclid,
        occurred_at
    from file_events
    where session_id is not null

),

-- A session belongs to the day on which it began, and to the
-- source of its first event that names one.
sessions as (

    select
        source_system,
        visitor_id,
        session_id,
        min(occurred_at) as started_at,
        count(*) filter (where event_name = 'page_view') as page_views,
        bool_or(coalesce(is_session_engaged, false)) as is_engaged,
        bool_or(gclid is not null) as has_ad_click_id,
        min_by(lower(source), occurred_at) filter (
            where source is not null
        ) as source,
        min_by(lower(medium), occurred_at) filter (
            where source is not null
        ) as medium,
        min_by(campaign_name, occurred_at) filter (
            where source is not null
        ) as campaign_name
    from site_events
    where occurred_at < {{ as_of() }}
    group by source_system, visitor_id, session_id

),

channelled as (

    select
        *,
        case
            when has_ad_click_id or medium in ('cpc', 'ppc', 'paidsearch')
                then case
                    when source in ('facebook', 'instagram', 'meta')
                        then 'paid_social'
                    else 'paid_search'
                end
            when medium in ('paid_social', 'paidsocial') then 'paid_social'
            when medium = 'email' then 'email'
            when medium = 'organic' then 'organic_search'
            when medium in ('social', 'social-network') then 'social'
            when medium = 'referral' then 'referral'
            when medium = 'display' then 'display'
            when source is null or source in ('(direct)', 'direct')
                then 'direct'
            else 'other'
        end as channel
    from sessions

)

select * from channelled
