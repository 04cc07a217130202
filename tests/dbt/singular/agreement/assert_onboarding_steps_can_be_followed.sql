{#
    A step that no activity does is done by nobody, and the whole onboarding with
    it: every new customer seems lost in the first weeks.
#}
{{ config(meta={'owner': 'service'}) }}

with

steps as (

    select * from {{ ref('onboarding_steps') }}

),

activities as (

    select * from {{ ref('activities') }}

),

findings as (

    select
        steps.step_no,
        case
            when steps.step_no is null
                then 'a blank step_no: number it'
            when activities.activity is null
                then
                    'unknown activity ' || coalesce(steps.activity, '(blank)')
                    || ': name one of seeds/reference/activities.csv'
        end as finding
    from steps
    left join activities on steps.activity = activities.activity

),

reported as (

    select
        step_no,
        'onboarding_steps.csv: step ' || coalesce('' || step_no, '(blank)')
        || ' has ' || finding || '.' as finding
    from findings
    where finding is not null

)

select * from reported
