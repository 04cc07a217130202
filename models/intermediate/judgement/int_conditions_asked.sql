with

evaluations as (

    select * from {{ ref('int_evaluations') }}

),

rules as (

    select * from {{ ref('qualification_rules') }}

),

conditions as (

    select * from {{ ref('rule_conditions') }}

),

asked as (

    select
        evaluations.evaluation_key,
        evaluations.evaluated_at,
        conditions.*
    from evaluations
    inner join rules
        on
            evaluations.agreement_version = rules.agreement_version
            and evaluations.stage = rules.stage
    inner join conditions
        on
            rules.agreement_version = conditions.agreement_version
            and rules.rule_id = conditions.rule_id

)

select * from asked
