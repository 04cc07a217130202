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
        bool_or(is_session_engaged) as is_engaged,
        bool_or(has_ad_click_id) as has_ad_click_id,
        min(click_id_kind) as other_click_id_kind,
        min(person_key) as least_person_key,
        max(person_key) as greatest_person_key,
        bool_or(person_native_id is not null and person_key is null)
            as names_a_stranger,
        {{ first_of(['occurred_at', 'click_id_kind']) }} filter (
            where has_ad_click_id
        ) as clicked,
        {{ first_of([
            'occurred_at',
            'last_click_source',
            'last_click_medium',
            'last_click_campaign_name'
        ]) }} filter (
            where last_click_source is not null
        ) as credited,
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

-- GA4's last click may be one of another visit: it is asked last.
told as (

    select
        source_system,
        visitor_id,
        session_id,
        started_at,
        page_views,
        is_engaged,
        coalesce(clicked.click_id_kind, other_click_id_kind) as click_id_kind,
        has_ad_click_id,
        case
            when sourced.source is null and not has_ad_click_id
                then credited.last_click_source
            else sourced.source
        end as source,
        case
            when sourced.source is null and not has_ad_click_id
                then credited.last_click_medium
            else sourced.medium
        end as medium,
        case
            when sourced.source is null and not has_ad_click_id
                then credited.last_click_campaign_name
            else sourced.campaign_name
        end as campaign_name,
        referred.referrer_url,
        landed.page_url as landing_page_url,
        known.person_key,
        known.occurred_at as signed_in_at,
        least_person_key,
        greatest_person_key,
        names_a_stranger
    from grouped

)

select * from told
