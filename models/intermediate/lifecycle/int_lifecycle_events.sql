with

company_events as (

    select * from {{ ref('int_company_events') }}

),

moving_activities as (

    select * from {{ ref('int_moving_activities') }}

),

moves as (

    select * from {{ ref('lifecycle_moves') }}

),

last_touches as (

    select * from {{ ref('int_last_touches') }}

),

person_links as (

    select * from {{ ref('int_person_links') }}

),

named_events as (

    select
        subject_type,
        subject_key,
        event,
        cast(null as text) as detail,
        occurred_at,
        person_link_key,
        deal_key,
        evidence_table,
        evidence_id
    from company_events

    union all

    select
        subject_type,
        subject_key,
        event,
        detail,
        occurred_at,
        person_link_key,
        cast(null as bigint) as deal_key,
        evidence_table,
        evidence_id
    from moving_activities

),

moved as (

    select
        moves.application_id,
        moves.kind,
        moves.stage,
        moves.from_stage,
        moves.last_touch_activity,
        named_events.*
    from named_events
    inner join moves
        on
            named_events.event = moves.event
            and named_events.subject_type = moves.subject_type
            and contains(
                coalesce(named_events.detail, ''),
                coalesce(moves.detail_contains, '')
            )

),

-- The end of a cycle is nobody's but the subject's; all else may
-- have come through a contact that was merged away.
lifecycle_events as (

    select
        moved.application_id,
        moved.subject_type,
        moved.subject_key,
        coalesce(person_links.person_link_key, moved.subject_key)
            as original_subject_key,
        moved.occurred_at,
        moved.kind,
        moved.stage,
        moved.from_stage,
        moved.evidence_table,
        moved.evidence_id
    from moved
    left join last_touches
        on
            moved.deal_key = last_touches.deal_key
            and moved.last_touch_activity = last_touches.activity
    left join person_links
        on
            moved.person_link_key = person_links.person_link_key
            and person_links.method = 'merge'
            and moved.kind <> 'end'
    where
        moved.last_touch_activity is null
        or last_touches.deal_key is not null

)

select * from lifecycle_events
