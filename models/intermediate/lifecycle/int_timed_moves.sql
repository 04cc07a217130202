with

legs as (

    select * from {{ ref('int_lifecycle_legs') }}

),

moves as (

    select * from {{ ref('lifecycle_moves') }}

),

stages as (

    select * from {{ ref('lifecycle_stages') }}

),

timed as (

    select
        moves.application_id,
        moves.subject_type,
        moves.from_stage,
        moves.after_days,
        moves.stage,
        stages.stage_order
    from moves
    inner join stages
        on
            moves.application_id = stages.application_id
            and moves.stage = stages.stage
    where moves.event = 'time_passed'

),

reached as (

    select
        *,
        coalesce(max(stage_order) over (
            partition by application_id, subject_type, subject_key, leg_no
            order by event_no
            rows between unbounded preceding and 1 preceding
        ), 0) as furthest_order
    from legs

),

leg_starts as (

    select
        application_id,
        subject_type,
        subject_key,
        leg_no,
        occurred_at as started_at
    from legs
    where is_turn

),

-- The time runs from the entry into the stage to the end of the leg.
entered as (

    select
        reached.*,
        timed.stage as next_stage,
        timed.stage_order as next_order,
        {{ dbt.dateadd('day', 'timed.after_days', 'reached.occurred_at') }}
            as moves_at
    from reached
    inner join timed
        on
            reached.application_id = timed.application_id
            and reached.subject_type = timed.subject_type
            and reached.stage = timed.from_stage
    where reached.stage_order > reached.furthest_order

),

timed_moves as (

    select
        entered.application_id,
        entered.subject_type,
        entered.subject_key,
        entered.subject_key as original_subject_key,
        entered.event_no,
        entered.leg_no,
        entered.moves_at as occurred_at,
        'advance' as kind,
        entered.next_stage as stage,
        entered.next_order as stage_order,
        false as is_turn,
        entered.cycles_ended,
        entered.floor_order,
        entered.evidence_table,
        entered.evidence_id
    from entered
    left join leg_starts
        on
            entered.application_id = leg_starts.application_id
            and entered.subject_type = leg_starts.subject_type
            and entered.subject_key = leg_starts.subject_key
            and entered.leg_no + 1 = leg_starts.leg_no
    where
        entered.moves_at < {{ as_of() }}
        and (
            leg_starts.started_at is null
            or entered.moves_at <= leg_starts.started_at
        )

)

select * from timed_moves
