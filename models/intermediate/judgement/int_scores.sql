{{ config(materialized="table") }}

with

evaluations as (

    select * from {{ ref('int_evaluations') }}

),

points as (

    select * from {{ ref('int_score_points') }}

),

score_lines as (

    select * from {{ ref('score_lines') }}

),

score_groups as (

    select * from {{ ref('score_groups') }}

),

score_grades as (

    select * from {{ ref('score_grades') }}

),

axes as (

    select distinct
        agreement_version,
        axis
    from score_lines

),

grouped as (

    select
        evaluation_key,
        agreement_version,
        axis,
        point_group,
        sum(points) as points
    from points
    group by evaluation_key, agreement_version, axis, point_group

),

capped as (

    select
        grouped.evaluation_key,
        grouped.axis,
        sum(
            least(grouped.points, score_groups.highest_points)
        ) as score
    from grouped
    left join score_groups
        on
            grouped.agreement_version = score_groups.agreement_version
            and grouped.axis = score_groups.axis
            and grouped.point_group = score_groups.point_group
    group by grouped.evaluation_key, grouped.axis

),

scored as (

    select
        evaluations.evaluation_key,
        evaluations.stage,
        evaluations.agreement_version,
        axes.axis,
        cast(coalesce(capped.score, 0) as decimal(18, 2)) as score
    from evaluations
    inner join axes
        on evaluations.agreement_version = axes.agreement_version
    left join capped
        on
            evaluations.evaluation_key = capped.evaluation_key
            and axes.axis = capped.axis

),

graded as (

    select
        scored.evaluation_key,
        scored.stage,
        scored.agreement_version,
        scored.axis,
        scored.score,
        max_by(score_grades.grade, score_grades.lowest_score) as grade
    from scored
    left join score_grades
        on
            scored.agreement_version = score_grades.agreement_version
            and scored.axis = score_grades.axis
            and scored.score >= score_grades.lowest_score
    group by all

)

select * from graded
