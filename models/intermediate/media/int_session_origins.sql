with

site_events as (

    select * from {{ ref('int_site_events') }}

),

events as (

    select
        *,
        {{ surrogate_key([
            'source_system', "coalesce(visitor_id, '')", 'session_id'
        ]) }} as session_key
    from site_events
    where session_id is not null

),

-- Each thing told of a session is that of the first event that
-- tells it; at one instant the least text, so that the order
-- in which events were landed decides nothing.
sourced as (

    select
        session_key,
        source,
        medium,
        campaign_name
    from events
    where source is not null
    qualify row_number() over (
        partition by session_key
        order by
            occurred_at, source, medium nulls last, campaign_name nulls last
    ) = 1

),

referred as (

    select
        session_key,
        referrer_url
    from events
    where referrer_url is not null
    qualify row_number() over (
        partition by session_key order by occurred_at, referrer_url
    ) = 1

),

landed as (

    select
        session_key,
        page_url
    from events
    where page_url is not null
    qualify row_number() over (
        partition by session_key order by occurred_at, page_url
    ) = 1

),

identified as (

    select
        session_key,
        person_key
    from events
    where person_key is not null
    qualify row_number() over (
        partition by session_key order by occurred_at, person_native_id
    ) = 1

),

counted as (

    select
        session_key,
        source_system,
        visitor_id,
        session_id,
        min(occurred_at) as started_at,
        count(*) filter (where event_name = 'page_view') as page_views,
        case
            when source_system = 'ga4'
                then bool_or(coalesce(is_session_engaged, false))
        end as is_engaged,
        bool_or(has_ad_click_id) as has_ad_click_id
    from events
    group by session_key, source_system, visitor_id, session_id

),

sessions as (

    select
        counted.*,
        sourced.source,
        sourced.medium,
        sourced.campaign_name,
        referred.referrer_url,
        landed.page_url as landing_page_url,
        identified.person_key
    from counted
    left join sourced on counted.session_key = sourced.session_key
    left join referred on counted.session_key = referred.session_key
    left join landed on counted.session_key = landed.session_key
    left join identified on counted.session_key = identified.session_key

)

select * from sessions
