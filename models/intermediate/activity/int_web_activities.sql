with

ga4_events as (

    select * from {{ ref('stg_ga4__events') }}

),

file_events as (

    select * from {{ ref('stg_files__web_events') }}

),

-- The site sets GA4's user id to the CRM's contact id;
-- a visitor without one is nobody yet.
site_events as (

    select
        'ga4' as source_system,
        'events' as source_table,
        concat_ws(
            '|', visitor_id, occurred_at, event_name, bundle_sequence_id
        ) as source_id,
        event_name,
        page_url,
        occurred_at,
        occurred_at as recorded_at,
        'hubspot' as person_system,
        user_id as person_native_id,
        campaign_name as campaign
    from ga4_events
    where event_name in ('session_start', 'page_view')
    qualify
        row_number() over (
            partition by
                visitor_id, occurred_at, event_name, bundle_sequence_id
            order by page_url, user_id
        ) = 1

    union all

    select
        'files' as source_system,
        'web_events' as source_table,
        event_id as source_id,
        event_name,
        page_url,
        occurred_at,
        recorded_at,
        case when contact_id is null then 'email' else 'files' end
            as person_system,
        coalesce(contact_id, email) as person_native_id,
        utm_campaign as campaign
    from file_events
    where event_name in ('session_start', 'page_view')

),

web_activities as (

    select
        source_system,
        source_table,
        source_id,
        case
            when event_name = 'session_start' then 'session_started'
            when
                event_name = 'page_view'
                and regexp_matches(page_url, '^https?://[^/]+/tarifs/?([?#]|$)')
                then 'pricing_page_viewed'
            else 'page_viewed'
        end as activity,
        occurred_at,
        recorded_at,
        person_system,
        person_native_id,
        page_url as detail,
        campaign
    from site_events

)

select * from web_activities
