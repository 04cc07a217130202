{{ config(materialized="table") }}

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

conditions_held as (

    select * from {{ ref('int_conditions_held') }}

),

exclusions_met as (

    select * from {{ ref('int_exclusions_met') }}

),

groups_of_rules as (

    select
        agreement_version,
        rule_id,
        count(distinct condition_group) as condition_groups
    from conditions
    group by agreement_version, rule_id

),

groups_held as (

    select
        evaluation_key,
        rule_id,
        count(*) as groups_held
    from conditions_held
    group by evaluation_key, rule_id

),

met as (

    select
        evaluations.evaluation_key,
        evaluations.person_key,
        evaluations.stage,
        evaluations.cycle_no,
        evaluations.agreement_version,
        evaluations.evaluated_at,
        evaluations.known_at,
        rules.rule_id,
        rules.priority,
        rules.qualification_path,
        rules.cool_down_days
    from groups_held
    inner join evaluations
        on groups_held.evaluation_key = evaluations.evaluation_key
    inner join rules
        on
            evaluations.agreement_version = rules.agreement_version
            and groups_held.rule_id = rules.rule_id
    inner join groups_of_rules
        on
            rules.agreement_version = groups_of_rules.agreement_version
            and rules.rule_id = groups_of_rules.rule_id
            and groups_held.groups_held = groups_of_rules.condition_groups
    left join exclusions_met
        on groups_held.evaluation_key = exclusions_met.evaluation_key
    where exclusions_met.evaluation_key is null

)

select * from met
