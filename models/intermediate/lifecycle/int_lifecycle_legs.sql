{{ config(materialized="table") }}

with

cycles as (

    select * from {{ ref('int_lifecycle_cycles') }}

),

stages as (

    select * from {{ ref('lifecycle_stages') }}

),

-- What is passed in the first cycle only.
floors as (

    select
        application_id,
        max(stage_order) as stage_order
    from stages
    where is_passed_once
    group by application_id

),

reached as (

    select
        *,
        kind = 'regress' and coalesce(max(advance_order) over (
            partition by
                application_id, subject_type, subject_key, cycles_ended
            order by event_no
            rows between unbounded preceding and 1 preceding
        ), 0) = from_order as may_regress
    from cycles

),

-- A subject is sent back once a cycle.
regressing as (

    select
        *,
        may_regress and row_number() over (
            partition by
                application_id,
                subject_type,
                subject_key,
                cycles_ended,
                may_regress
            order by event_no
        ) = 1 as is_regression
    from reached

),

turning as (

    select
        *,
        kind = 'end' or is_regression as is_turn
    from regressing
    where kind <> 'regress' or is_regression

),

-- A leg is the way that leads forward from one of
-- two turns: cycle ends and regressions.
numbered as (

    select
        *,
        sum(case when is_turn then 1 else 0 end) over (
            partition by application_id, subject_type, subject_key
            order by event_no
            rows between unbounded preceding and current row
        ) as leg_no
    from turning

),

legs as (

    select
        numbered.application_id,
        numbered.subject_type,
        numbered.subject_key,
        numbered.original_subject_key,
        numbered.event_no,
        numbered.leg_no,
        numbered.occurred_at,
        numbered.kind,
        numbered.stage,
        case
            when numbered.kind = 'end' then 0
            else numbered.stage_order
        end as stage_order,
        numbered.is_turn,
        numbered.cycles_ended,
        case
            when numbered.leg_no > 0 then coalesce(floors.stage_order, 0)
            else 0
        end as floor_order,
        numbered.evidence_table,
        numbered.evidence_id
    from numbered
    left join floors on numbered.application_id = floors.application_id

)

select * from legs
