with

events as (

    select * from {{ ref('int_lifecycle_events') }}

),

stages as (

    select * from {{ ref('lifecycle_stages') }}

),

-- At one instant, what leads less far comes first
-- and the end of a cycle last.
ordered as (

    select
        events.*,
        stages.stage_order,
        coalesce(from_stages.stage_order, 0) as from_order,
        case
            when events.kind = 'advance' then stages.stage_order
            else 0
        end as advance_order,
        row_number() over (
            partition by
                events.application_id, events.subject_type, events.subject_key
            order by
                events.occurred_at,
                case when events.kind = 'end' then 1 else 0 end,
                case
                    when events.kind = 'advance' then stages.stage_order
                    else 0
                end,
                events.evidence_table,
                events.evidence_id,
                events.stage
        ) as event_no
    from events
    inner join stages
        on
            events.application_id = stages.application_id
            and events.stage = stages.stage
    left join stages as from_stages
        on
            events.application_id = from_stages.application_id
            and events.from_stage = from_stages.stage

),

ends_counted as (

    select
        *,
        coalesce(sum(case when kind = 'end' then 1 else 0 end) over (
            partition by application_id, subject_type, subject_key
            order by event_no
            rows between unbounded preceding and 1 preceding
        ), 0) as ends_before
    from ordered

),

-- An end that asks for a stage changes nothing before
-- that stage was reached.
reached as (

    select
        *,
        coalesce(max(advance_order) over (
            partition by
                application_id, subject_type, subject_key, ends_before
            order by event_no
            rows between unbounded preceding and 1 preceding
        ), 0) as furthest_order
    from ends_counted

),

cycles as (

    select
        application_id,
        subject_type,
        subject_key,
        original_subject_key,
        event_no,
        occurred_at,
        kind,
        stage,
        stage_order,
        from_order,
        advance_order,
        evidence_table,
        evidence_id,
        coalesce(sum(case when kind = 'end' then 1 else 0 end) over (
            partition by application_id, subject_type, subject_key
            order by event_no
            rows between unbounded preceding and 1 preceding
        ), 0) as cycles_ended
    from reached
    where kind <> 'end' or furthest_order >= from_order

)

select * from cycles
