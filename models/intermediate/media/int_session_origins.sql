{{ config(materialized="table") }}

with

site_events as (

    select * from {{ ref('int_site_events') }}

),

-- Each thing told of a session is that of the first event that
-- tells it; at one instant the least text, so that the order
-- in which events were landed decides nothing.
grouped as (

    select
        source_system,
        visitor_id,
        session_id,
        min(occurred_at) as started_at,
        count(*) filter (where event_name = 'page_view') as page_views,
        bool_or(coalesce(is_session_engaged, false)) as was_engaged,
        bool_or(has_ad_click_id) as has_ad_click_id,
        {{ first_of([
            'occurred_at', 'source', 'medium', 'campaign_name'
        ]) }} filter (
            where source is not null
        ) as sourced,
        {{ first_of(['occurred_at', 'referrer_url']) }} filter (
            where referrer_url is not null
        ) as referred,
        {{ first_of(['occurred_at', 'page_url']) }} filter (
            where page_url is not null
        ) as landed,
        {{ first_of([
            'occurred_at', 'person_native_id', 'person_key'
        ]) }} filter (
            where person_key is not null
        ) as known
    from site_events
    where session_id is not null
    group by source_system, visitor_id, session_id

),

sessions as (

    select
        {{ surrogate_key([
            'source_system', "coalesce(visitor_id, '')", 'session_id'
        ]) }} as session_key,
        source_system,
        visitor_id,
        session_id,
        started_at,
        page_views,
        case when source_system = 'ga4' then was_engaged end as is_engaged,
        has_ad_click_id,
        sourced.source,
        sourced.medium,
        sourced.campaign_name,
        referred.referrer_url,
        landed.page_url as landing_page_url,
        known.person_key
    from grouped

)

select * from sessions
