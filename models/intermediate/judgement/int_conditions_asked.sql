with

rules as (

    select * from {{ ref('qualification_rules') }}

),

conditions as (

    select * from {{ ref('rule_conditions') }}

),

asked as (

    select
        rules.stage,
        conditions.*
    from rules
    inner join conditions
        on
            rules.agreement_version = conditions.agreement_version
            and rules.rule_id = conditions.rule_id

)

select * from asked
