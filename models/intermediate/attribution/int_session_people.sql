with

ga4_events as (

    select * from {{ ref('stg_ga4__events') }}

),

file_events as (

    select * from {{ ref('stg_files__web_events') }}

),

person_links as (

    select * from {{ ref('int_person_links') }}

),

-- The site sets GA4's user id to the CRM's contact id.
named_events as (

    select
        'ga4' as source_system,
        coalesce(visitor_id, '') as visitor_id,
        cast(ga_session_id as text) as session_id,
        occurred_at,
        'hubspot' as person_system,
        user_id as person_native_id
    from ga4_events
    where ga_session_id is not null and user_id is not null

    union all

    select
        'files' as source_system,
        coalesce(visitor_id, '') as visitor_id,
        session_id,
        occurred_at,
        case when contact_id is null then 'email' else 'files' end
            as person_system,
        coalesce(contact_id, email) as person_native_id
    from file_events
    where
        session_id is not null
        and coalesce(contact_id, email) is not null

),

-- Whoever logs in on a borrowed screen later does not take the visit over.
session_people as (

    select
        named_events.source_system,
        named_events.visitor_id,
        named_events.session_id,
        person_links.person_key
    from named_events
    inner join person_links
        on
            named_events.person_system = person_links.source_system
            and named_events.person_native_id = person_links.native_id
    where named_events.occurred_at < {{ as_of() }}
    qualify
        row_number() over (
            partition by
                named_events.source_system,
                named_events.visitor_id,
                named_events.session_id
            order by
                named_events.occurred_at,
                named_events.person_native_id,
                named_events.person_system
        ) = 1

)

select * from session_people
