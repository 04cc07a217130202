{{ config(materialized="table") }}

with

conversions as (

    select * from {{ ref('int_pillar_conversions') }}

),

segments as (

    select * from {{ ref('int_subject_segments') }}

),

cohorts as (

    select
        conversions.application_id,
        conversions.subject_type,
        conversions.from_pillar,
        conversions.to_pillar,
        conversions.window_days,
        conversions.month,
        segments.segment_type,
        segments.segment_value,
        count(*) as entered,
        count(conversions.converted_at) as converted,
        count(conversions.resolved_at) as resolved,
        median(conversions.days_to_convert) as median_days
    from conversions
    inner join segments
        on
            conversions.subject_type = segments.subject_type
            and conversions.subject_key = segments.subject_key
    group by all

),

-- The last possible entry into a cohort comes just before the next month.
closed as (

    select
        *,
        {{ day_start(
            'cast(' ~ dbt.dateadd('month', '1', 'month') ~ ' as date)'
        ) }} as next_month_at
    from cohorts

),

matured as (

    select
        *,
        {{ dbt.dateadd('day', 'window_days', 'next_month_at') }} > {{ as_of() }}
            as is_immature
    from closed

)

select * from matured
