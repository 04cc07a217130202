with

site_events as (

    select * from {{ ref('int_site_events') }}

),

-- Each thing told of a session is that of the first event that
-- tells it; at one instant the least text, so that the order
-- in which events were landed decides nothing.
ordered as (

    select
        *,
        row_number() over (
            partition by source_system, visitor_id, session_id
            order by
                source is null,
                occurred_at,
                source,
                medium nulls last,
                campaign_name nulls last
        ) as source_order,
        row_number() over (
            partition by source_system, visitor_id, session_id
            order by referrer_url is null, occurred_at, referrer_url
        ) as referrer_order,
        row_number() over (
            partition by source_system, visitor_id, session_id
            order by page_url is null, occurred_at, page_url
        ) as page_order,
        row_number() over (
            partition by source_system, visitor_id, session_id
            order by person_key is null, occurred_at, person_native_id
        ) as person_order
    from site_events
    where session_id is not null

),

sessions as (

    select
        source_system,
        visitor_id,
        session_id,
        min(occurred_at) as started_at,
        count(*) filter (where event_name = 'page_view') as page_views,
        case
            when source_system = 'ga4'
                then bool_or(coalesce(is_session_engaged, false))
        end as is_engaged,
        bool_or(has_ad_click_id) as has_ad_click_id,
        max(source) filter (where source_order = 1) as source,
        max(medium) filter (
            where source_order = 1 and source is not null
        ) as medium,
        max(campaign_name) filter (
            where source_order = 1 and source is not null
        ) as campaign_name,
        max(referrer_url) filter (where referrer_order = 1) as referrer_url,
        max(page_url) filter (where page_order = 1) as landing_page_url,
        max(person_key) filter (where person_order = 1) as person_key
    from ordered
    group by source_system, visitor_id, session_id

)

select * from sessions
