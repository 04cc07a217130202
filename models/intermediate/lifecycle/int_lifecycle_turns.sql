{{ config(materialized="table") }}

with

legs as (

    select * from {{ ref('int_lifecycle_legs') }}

),

timed_moves as (

    select * from {{ ref('int_timed_moves') }}

),

unioned as (

    select * from legs

    union all

    select * from timed_moves

),

ordered as (

    select
        *,
        row_number() over (
            partition by application_id, subject_type, subject_key
            order by
                leg_no,
                case when is_turn then 0 else 1 end,
                occurred_at,
                stage_order,
                event_no
        ) as place
    from unioned

),

-- Only what leads beyond the furthest stage of the leg counts.
advanced as (

    select
        *,
        greatest(
            coalesce(max(stage_order) over (
                partition by application_id, subject_type, subject_key, leg_no
                order by place
                rows between unbounded preceding and 1 preceding
            ), 0),
            floor_order
        ) as order_before
    from ordered

),

turns as (

    select
        application_id,
        subject_type,
        subject_key,
        original_subject_key,
        row_number() over (
            partition by application_id, subject_type, subject_key
            order by place
        ) as turn_no,
        1 + cycles_ended as cycle_no,
        stage,
        stage_order,
        order_before,
        kind = 'end' as is_terminal,
        kind = 'regress' as is_regression,
        occurred_at as entered_at,
        evidence_table,
        evidence_id
    from advanced
    where is_turn or stage_order > order_before

)

select * from turns
