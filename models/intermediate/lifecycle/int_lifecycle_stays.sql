with

turns as (

    select * from {{ ref('int_lifecycle_turns') }}

),

stages as (

    select * from {{ ref('lifecycle_stages') }}

),

entered as (

    select
        *,
        case
            when is_regression then 'regression'
            when turn_no = 1 then 'first'
            when is_terminal then 'forward'
            when lag(is_terminal) over by_turn then 're_entry'
            when original_subject_key <> subject_key then 'merge'
            else 'forward'
        end as entry_type
    from turns
    window by_turn as (
        partition by application_id, subject_type, subject_key
        order by turn_no
    )

),

bounded as (

    select
        *,
        lead(entered_at) over by_turn as exited_at,
        lead(stage) over by_turn as next_stage,
        lead(is_terminal) over by_turn as goes_to_terminal,
        lead(entry_type) over by_turn as next_entry_type
    from entered
    window by_turn as (
        partition by application_id, subject_type, subject_key
        order by turn_no
    )

),

lived as (

    select
        application_id,
        subject_type,
        subject_key,
        original_subject_key,
        turn_no,
        cycle_no,
        stage,
        entered_at,
        exited_at,
        entry_type,
        case
            when exited_at is null then null
            when is_terminal then 'forward'
            when goes_to_terminal then next_stage
            when next_entry_type = 'regression' then 'regression'
            when next_entry_type = 'merge' then 'merged'
            else 'forward'
        end as exit_type,
        evidence_table,
        evidence_id,
        false as is_imputed
    from bounded

),

-- Whoever jumps over a stage passed through it for no
-- time at all, so that every funnel adds up.
imputed as (

    select
        turns.application_id,
        turns.subject_type,
        turns.subject_key,
        turns.original_subject_key,
        turns.turn_no,
        turns.cycle_no,
        stages.stage,
        turns.entered_at,
        turns.entered_at as exited_at,
        'skip_imputed' as entry_type,
        'forward' as exit_type,
        turns.evidence_table,
        turns.evidence_id,
        true as is_imputed
    from turns
    inner join stages
        on
            turns.application_id = stages.application_id
            and turns.order_before < stages.stage_order
            and turns.stage_order > stages.stage_order
    where
        stages.is_imputed_when_skipped
        and not turns.is_regression

),

stays as (

    select * from lived

    union all

    select * from imputed

)

select * from stays
