with

points as (

    select * from {{ ref('int_score_points') }}

),

score_groups as (

    select * from {{ ref('score_groups') }}

),

signals as (

    select * from {{ ref('int_signals') }}

),

explained as (

    select
        {{ surrogate_key([
            'points.evaluation_key',
            'points.score_line_id',
            'coalesce(points.activity_key, 0)'
        ]) }} as score_point_key,
        points.evaluation_key as judgement_key,
        points.agreement_version,
        points.axis,
        points.point_group,
        score_groups.highest_points as group_highest_points,
        points.score_line_id,
        points.signal,
        points.attribute_value,
        points.activity_key,
        signals.occurred_at,
        points.points_given,
        cast(points.age_days as integer) as age_days,
        points.points
    from points
    left join score_groups
        on
            points.agreement_version = score_groups.agreement_version
            and points.axis = score_groups.axis
            and points.point_group = score_groups.point_group
    left join signals on points.activity_key = signals.activity_key

)

select * from explained
