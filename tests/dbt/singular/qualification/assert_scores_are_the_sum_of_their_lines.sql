{#
    A score that cannot be explained line by line is a score that nobody can
    dispute: the points shown must add up to it, cap by cap.
#}
{{ config(meta={'owner': 'marketing'}) }}

with

judgements as (

    select * from {{ ref('fct_judgement') }}

),

points as (

    select * from {{ ref('fct_score_point') }}

),

grouped as (

    select
        judgement_key,
        axis,
        least(sum(points), max(group_highest_points)) as points
    from points
    group by judgement_key, axis, point_group

),

explained as (

    select
        judgement_key,
        coalesce(sum(points) filter (where axis = 'fit'), 0) as score_fit,
        coalesce(sum(points) filter (where axis = 'engagement'), 0)
            as score_engagement
    from grouped
    group by judgement_key

),

findings as (

    select
        judgements.judgement_key,
        judgements.score_fit,
        explained.score_fit as explained_fit,
        judgements.score_engagement,
        explained.score_engagement as explained_engagement
    from judgements
    left join explained
        on judgements.judgement_key = explained.judgement_key
    where
        judgements.score_fit <> coalesce(explained.score_fit, 0)
        or judgements.score_engagement
        <> coalesce(explained.score_engagement, 0)

)

select * from findings
