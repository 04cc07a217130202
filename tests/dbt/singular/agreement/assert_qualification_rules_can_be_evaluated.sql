{#
    A rule with a misspelt activity or an impossible window never fires: leads
    that should be handed to sales stay where they are, and nothing says so. Two
    rules of one priority make the path of a lead a matter of chance.
#}
{{ config(meta={'owner': 'marketing'}) }}

with

rules as (

    select
        *,
        count(*) over (
            partition by agreement_version, priority
        ) as rules_of_priority
    from {{ ref('qualification_rules') }}

),

activities as (

    select * from {{ ref('activities') }}

),

findings as (

    select
        rules.agreement_version,
        rules.rule_id,
        case
            when activities.activity is null
                then
                    'unknown activity ' || coalesce(rules.activity, '(blank)')
                    || ': name one of seeds/reference/activities.csv'
            when rules.minimum_count is null or rules.minimum_count < 1
                then
                    'minimum_count '
                    || coalesce('' || rules.minimum_count, '(blank)')
                    || ': it must be at least 1'
            when rules.window_days < 1 or rules.window_days > 3650
                then
                    'window_days ' || rules.window_days
                    || ': it must be from 1 to 3650, or blank'
            when rules.priority is null
                then 'blank priority: give each rule of the version its own'
            when rules.rules_of_priority > 1
                then
                    'priority ' || rules.priority || ', which another rule'
                    || ' of the version has: give each its own'
        end as finding
    from rules
    left join activities
        on rules.activity = activities.activity

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
