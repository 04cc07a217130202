{{ config(materialized="table") }}

with

visible_activities as (

    select * from {{ ref('int_visible_activities') }}

),

visible_attributes as (

    select * from {{ ref('int_visible_attributes') }}

),

score_lines as (

    select * from {{ ref('score_lines') }}

),

of_activities as (

    select
        visible_activities.evaluation_key,
        visible_activities.agreement_version,
        score_lines.axis,
        score_lines.point_group,
        score_lines.score_line_id,
        visible_activities.activity_key,
        visible_activities.activity as signal,
        cast(null as text) as attribute_value,
        score_lines.points as points_given,
        {{ elapsed_days(
            'visible_activities.occurred_at', 'visible_activities.evaluated_at'
        ) }} as age_days,
        score_lines.half_life_days
    from visible_activities
    inner join score_lines
        on
            visible_activities.agreement_version
            = score_lines.agreement_version
            and visible_activities.activity = score_lines.signal
    where score_lines.signal_kind = 'activity'

),

of_attributes as (

    select
        visible_attributes.evaluation_key,
        visible_attributes.agreement_version,
        score_lines.axis,
        score_lines.point_group,
        score_lines.score_line_id,
        cast(null as bigint) as activity_key,
        visible_attributes.attribute as signal,
        visible_attributes.attribute_value,
        score_lines.points as points_given,
        cast(null as bigint) as age_days,
        cast(null as integer) as half_life_days
    from visible_attributes
    inner join score_lines
        on
            visible_attributes.agreement_version
            = score_lines.agreement_version
            and visible_attributes.attribute = score_lines.signal
    where
        score_lines.signal_kind = 'attribute'
        and {{ condition_holds(
            'score_lines.operator',
            'score_lines.value',
            'visible_attributes.attribute_value'
        ) }}

),

unioned as (

    select * from of_activities
    union all
    select * from of_attributes

),

-- Each line is rounded by itself, so that what is explained adds up.
decayed as (

    select
        evaluation_key,
        agreement_version,
        axis,
        point_group,
        score_line_id,
        activity_key,
        signal,
        attribute_value,
        points_given,
        age_days,
        case
            when half_life_days is null then points_given
            else cast(round(
                cast(points_given as double)
                * power(0.5, cast(age_days as double) / half_life_days),
                2
            ) as decimal(18, 2))
        end as points
    from unioned

)

select * from decayed
