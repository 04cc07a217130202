{{ config(materialized="table") }}

with

events as (

    select * from {{ ref('int_lifecycle_events') }}

),

stages as (

    select * from {{ ref('lifecycle_stages') }}

),

ordered as (

    select
        events.*,
        coalesce(stages.stage_order, 0) as stage_order,
        coalesce(stages.is_terminal, false) as is_terminal,
        row_number() over (
            partition by events.subject_type, events.subject_key
            order by
                events.occurred_at,
                coalesce(stages.is_terminal, false),
                coalesce(stages.stage_order, 0),
                events.evidence_table,
                events.evidence_id
        ) as event_no
    from events
    left join stages on events.stage = stages.stage

),

counted_cycles as (

    select
        *,
        coalesce(sum(case when is_terminal then 1 else 0 end) over (
            partition by subject_type, subject_key
            order by event_no
            rows between unbounded preceding and 1 preceding
        ), 0) as cycles_ended
    from ordered

),

reached as (

    select
        *,
        max(stage_order) over (
            partition by subject_type, subject_key, cycles_ended
            order by event_no
            rows between unbounded preceding and 1 preceding
        ) as furthest_order
    from counted_cycles

),

-- Sales can send a lead back only while it is qualified, hence once a cycle.
regressions as (

    select
        subject_type,
        subject_key,
        cycles_ended,
        min(event_no) as event_no
    from reached
    where stage = 'rejected' and furthest_order = 2
    group by subject_type, subject_key, cycles_ended

),

turning as (

    select
        counted_cycles.subject_type,
        counted_cycles.subject_key,
        counted_cycles.occurred_at,
        counted_cycles.event_no,
        counted_cycles.cycles_ended,
        counted_cycles.is_terminal,
        counted_cycles.evidence_table,
        counted_cycles.evidence_id,
        regressions.event_no is not null as is_regression,
        case
            when regressions.event_no is not null then 'known'
            else counted_cycles.stage
        end as stage,
        case
            when regressions.event_no is not null then 1
            else counted_cycles.stage_order
        end as stage_order
    from counted_cycles
    left join regressions
        on
            counted_cycles.subject_type = regressions.subject_type
            and counted_cycles.subject_key = regressions.subject_key
            and counted_cycles.event_no = regressions.event_no
    where
        counted_cycles.stage <> 'rejected'
        or regressions.event_no is not null

),

-- A leg is the way that leads forward between two
-- turns: cycle ends and regressions.
legs as (

    select
        *,
        sum(case when is_terminal or is_regression then 1 else 0 end) over (
            partition by subject_type, subject_key
            order by event_no
            rows between unbounded preceding and current row
        ) as leg_no
    from turning

),

-- After a turn a subject is known already, so only
-- what leads beyond that counts.
advanced as (

    select
        *,
        greatest(
            coalesce(max(stage_order) over (
                partition by subject_type, subject_key, leg_no
                order by event_no
                rows between unbounded preceding and 1 preceding
            ), 0),
            case when leg_no > 0 then 1 else 0 end
        ) as order_before
    from legs

),

turns as (

    select
        subject_type,
        subject_key,
        event_no,
        1 + cycles_ended as cycle_no,
        stage,
        stage_order,
        order_before,
        is_terminal,
        is_regression,
        occurred_at as entered_at,
        evidence_table,
        evidence_id
    from advanced
    where is_terminal or is_regression or stage_order > order_before

)

select * from turns
