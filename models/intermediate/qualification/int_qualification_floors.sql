-- From when each cycle of a person may qualify: after an occurrence, each rule
-- rests for its cool-down.
with recursive

rules_met as (

    select * from {{ ref('int_rules_met') }}

),

occurred as (

    select
        person_key,
        stage,
        min(cycle_no) as cycle_no,
        min(evaluated_at) as evaluated_at,
        cast(null as timestamp) as previous_at
    from rules_met
    group by person_key, stage

    union all

    select
        occurred.person_key,
        occurred.stage,
        min(rules_met.cycle_no) as cycle_no,
        min(rules_met.evaluated_at) as evaluated_at,
        max(occurred.evaluated_at) as previous_at
    from occurred
    inner join rules_met
        on
            occurred.person_key = rules_met.person_key
            and occurred.stage = rules_met.stage
            and occurred.cycle_no < rules_met.cycle_no
            and rules_met.evaluated_at >= {{ dbt.dateadd(
                'day', 'rules_met.cool_down_days', 'occurred.evaluated_at'
            ) }}
    group by occurred.person_key, occurred.stage

)

select * from occurred
