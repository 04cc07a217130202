with

ga4_events as (

    select * from {{ ref('stg_ga4__events') }}

),

web_events as (

    select * from {{ ref('stg_files__web_events') }}

),

product_events as (

    select * from {{ ref('int_product_event_row_fates') }}

),

person_links as (

    select * from {{ ref('int_person_links') }}

),

events as (

    select
        'ga4' as source_system,
        'events' as table_name,
        cast(null as text) as event_id,
        visitor_id,
        cast(ga_session_id as text) as session_id,
        event_name,
        bundle_sequence_id,
        occurred_at,
        'hubspot' as person_system,
        user_id as person_native_id
    from ga4_events

    union all

    select
        'files' as source_system,
        'web_events' as table_name,
        event_id,
        visitor_id,
        session_id,
        event_name,
        cast(null as bigint) as bundle_sequence_id,
        occurred_at,
        case when contact_id is null then 'email' else 'files' end
            as person_system,
        coalesce(contact_id, email) as person_native_id
    from web_events

),

-- An event of no session is counted where it is something that a person did.
judged as (

    select
        events.*,
        case
            when events.occurred_at is null then 'without an instant'
            when events.occurred_at >= {{ as_of() }}
                then 'at or after the instant looked from'
            when events.session_id is not null then null
            when
                person_links.person_key is not null
                and events.event_name in ('session_start', 'page_view')
                then null
            when events.visitor_id is null then 'of no visitor known'
            else 'of no session known'
        end as reason
    from events
    left join person_links
        on
            events.session_id is null
            and events.person_system = person_links.source_system
            and events.person_native_id = person_links.native_id

),

-- GA4 gives no ids: what tells its events apart is put
-- together where somebody may look for the row.
row_fates as (

    select
        source_system,
        table_name,
        case
            when reason is null then null
            when source_system = 'files' then event_id
            else concat_ws(
                '|', visitor_id, occurred_at, event_name, bundle_sequence_id
            )
        end as native_id,
        reason
    from judged

    union all

    select * from product_events

)

select * from row_fates
