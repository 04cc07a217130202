{{ config(materialized="table") }}

with

rules_met as (

    select * from {{ ref('int_rules_met') }}

),

floors as (

    select * from {{ ref('int_qualification_floors') }}

),

rested as (

    select rules_met.*
    from rules_met
    inner join floors
        on
            rules_met.person_key = floors.person_key
            and rules_met.stage = floors.stage
            and rules_met.cycle_no = floors.cycle_no
    where
        floors.previous_at is null
        or rules_met.evaluated_at >= {{ dbt.dateadd(
            'day', 'rules_met.cool_down_days', 'floors.previous_at'
        ) }}

),

-- Of what became known at once, the earliest instant
-- counts, and its first rule.
learned as (

    select * from rested
    qualify
        row_number() over (
            partition by person_key, stage, cycle_no, known_at
            order by evaluated_at, priority, rule_id
        ) = 1

),

earliest_so_far as (

    select
        *,
        min(evaluated_at) over (
            partition by person_key, stage, cycle_no
            order by known_at
            rows between unbounded preceding and 1 preceding
        ) as believed_before
    from learned

),

beliefs as (

    select
        {{ surrogate_key(['person_key', 'cycle_no', 'stage', 'known_at']) }}
            as qualification_key,
        evaluation_key,
        person_key,
        stage,
        cycle_no,
        agreement_version,
        rule_id,
        qualification_path,
        evaluated_at as qualified_at,
        known_at as believed_from,
        lead(known_at) over (
            partition by person_key, stage, cycle_no order by known_at
        ) as believed_to
    from earliest_so_far
    where believed_before is null or evaluated_at < believed_before

)

select * from beliefs
