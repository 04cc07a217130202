with

turns as (

    select * from {{ ref('int_lifecycle_turns') }}

),

stages as (

    select * from {{ ref('lifecycle_stages') }}

),

bounded as (

    select
        *,
        lag(is_terminal) over (
            partition by subject_type, subject_key order by event_no
        ) as came_from_terminal,
        lead(entered_at) over (
            partition by subject_type, subject_key order by event_no
        ) as exited_at,
        lead(stage) over (
            partition by subject_type, subject_key order by event_no
        ) as next_stage,
        lead(is_terminal) over (
            partition by subject_type, subject_key order by event_no
        ) as goes_to_terminal,
        lead(is_regression) over (
            partition by subject_type, subject_key order by event_no
        ) as goes_back
    from turns

),

lived as (

    select
        subject_type,
        subject_key,
        event_no,
        cycle_no,
        stage,
        stage_order,
        entered_at,
        exited_at,
        case
            when is_regression then 'regression'
            when came_from_terminal is null then 'first'
            when is_terminal then 'forward'
            when came_from_terminal then 're_entry'
            else 'forward'
        end as entry_type,
        case
            when exited_at is null then null
            when is_terminal then 'forward'
            when goes_to_terminal then next_stage
            when goes_back then 'regression'
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
        turns.subject_type,
        turns.subject_key,
        turns.event_no,
        turns.cycle_no,
        stages.stage,
        stages.stage_order,
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
            turns.order_before < stages.stage_order
            and turns.stage_order > stages.stage_order
    where
        stages.is_imputed_when_skipped
        and not turns.is_terminal
        and not turns.is_regression

),

stays as (

    select * from lived

    union all

    select * from imputed

)

select * from stays
