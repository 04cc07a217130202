{#
    A rule of a misspelt stage or without a condition never fires: leads that
    should be handed to sales stay where they are, and nothing says so. Two
    rules of one priority make the path of a lead a matter of chance.
#}
{{ config(meta={'owner': 'marketing'}) }}

with

rules as (

    select
        *,
        count(*) over (
            partition by agreement_version, stage, priority
        ) as rules_of_priority
    from {{ ref('qualification_rules') }}

),

conditions as (

    select distinct
        agreement_version,
        rule_id
    from {{ ref('rule_conditions') }}

),

findings as (

    select
        rules.agreement_version,
        rules.rule_id,
        case
            when
                rules.stage is null
                or rules.stage not in ('mql', 'sal', 'sql')
                then
                    'unknown stage ' || coalesce(rules.stage, '(blank)')
                    || ': write mql, sal or sql'
            when rules.priority is null
                then 'blank priority: give each rule of the stage its own'
            when rules.rules_of_priority > 1
                then
                    'priority ' || rules.priority || ', which another rule'
                    || ' of the stage has: give each its own'
            when rules.qualification_path is null
                then
                    'blank qualification_path: name the kind of interest that'
                    || ' it recognises'
            when rules.cool_down_days is null or rules.cool_down_days < 0
                then
                    'cool_down_days '
                    || coalesce('' || rules.cool_down_days, '(blank)')
                    || ': it must be 0 or more'
            when conditions.rule_id is null
                then 'no condition: write one into rule_conditions.csv'
        end as finding
    from rules
    left join conditions
        on
            rules.agreement_version = conditions.agreement_version
            and rules.rule_id = conditions.rule_id

),

reported as (

    select
        agreement_version,
        rule_id,
        'qualification_rules.csv: rule ' || rule_id || ' of version '
        || agreement_version || ' has ' || finding || '.' as finding
    from findings
    where finding is not null

)

select * from reported
