with

evaluations as (

    select * from {{ ref('int_evaluations') }}

),

scores as (

    select * from {{ ref('int_scores') }}

),

exclusions_met as (

    select * from {{ ref('int_exclusions_met') }}

),

rules_met as (

    select * from {{ ref('int_rules_met') }}

),

first_rules as (

    select
        evaluation_key,
        rule_id,
        qualification_path
    from rules_met
    qualify
        row_number() over (
            partition by evaluation_key order by priority, rule_id
        ) = 1

),

axes as (

    select
        evaluation_key,
        max(score) filter (where axis = 'fit') as score_fit,
        max(grade) filter (where axis = 'fit') as fit_grade,
        max(score) filter (where axis = 'engagement') as score_engagement,
        max(grade) filter (where axis = 'engagement') as engagement_grade
    from scores
    group by evaluation_key

),

judgements as (

    select
        evaluations.evaluation_key as judgement_key,
        evaluations.person_key,
        cast(evaluations.cycle_no as integer) as cycle_no,
        evaluations.stage,
        evaluations.agreement_version,
        evaluations.evaluated_at,
        evaluations.known_at,
        first_rules.rule_id is not null as is_met,
        first_rules.rule_id,
        first_rules.qualification_path,
        exclusions_met.reason as exclusion_reason,
        axes.score_fit,
        axes.fit_grade,
        axes.score_engagement,
        axes.engagement_grade
    from evaluations
    left join first_rules
        on evaluations.evaluation_key = first_rules.evaluation_key
    left join exclusions_met
        on evaluations.evaluation_key = exclusions_met.evaluation_key
    left join axes on evaluations.evaluation_key = axes.evaluation_key

)

select * from judgements
