with

ga4_web_events as (

    select * from {{ ref('int_ga4_web_events') }}

),

file_events as (

    select * from {{ ref('stg_files__web_events') }}

),

-- The site sets GA4's user id to the id of a person in one
-- system; a visitor without one is nobody yet.
site_events as (

    select
        'ga4' as source_system,
        'events' as source_table,
        event_id as source_id,
        event_name,
        page_url,
        occurred_at,
        occurred_at as recorded_at,
        '{{ var("ga4_user_id_system") }}' as person_system,
        {{ ga4_person_id('user_id') }} as person_native_id,
        case
            when '{{ var("ga4_user_id_system") }}' = 'email'
                then {{ ga4_person_id('user_id') }}
        end as person_email,
        campaign_name as campaign
    from ga4_web_events

    union all

    select
        'files' as source_system,
        'web_events' as source_table,
        event_id as source_id,
        event_name,
        page_url,
        occurred_at,
        recorded_at,
        'files' as person_system,
        contact_id as person_native_id,
        email as person_email,
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
        person_email,
        page_url as detail,
        campaign
    from site_events

)

select * from web_activities
