with

ga4_events as (

    select * from {{ ref('stg_ga4__events') }}

),

file_events as (

    select * from {{ ref('stg_files__web_events') }}

),

-- An event without a batch is told from another by what it says;
-- one that was uploaded twice is one.
seen as (

    select
        visitor_id,
        occurred_at,
        event_name,
        bundle_sequence_id,
        batch_page_id,
        batch_ordering_id,
        batch_event_index,
        page_url,
        user_id,
        ga_session_id,
        min(campaign_name) as campaign_name
    from ga4_events
    where event_name in ('session_start', 'page_view')
    group by all

),

-- The id of an event is where it stands in what was uploaded,
-- and a number where several stand in one place.
named as (

    select
        *,
        concat_ws(
            '|',
            visitor_id,
            occurred_at,
            event_name,
            bundle_sequence_id,
            'page ' || batch_page_id,
            'batch ' || batch_ordering_id,
            'event ' || batch_event_index
        ) as place,
        row_number() over (
            partition by
                visitor_id,
                occurred_at,
                event_name,
                bundle_sequence_id,
                batch_page_id,
                batch_ordering_id,
                batch_event_index
            order by page_url, user_id, ga_session_id
        ) as place_no
    from seen

),

-- The site sets GA4's user id to the id of a person in one
-- system; a visitor without one is nobody yet.
site_events as (

    select
        'ga4' as source_system,
        'events' as source_table,
        case
            when place_no = 1 then place
            else place || '#' || place_no
        end as source_id,
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
    from named

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
