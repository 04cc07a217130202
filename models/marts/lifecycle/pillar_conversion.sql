with

months as (

    select * from {{ ref('int_pillar_months') }}

),

cohorts as (

    select * from {{ ref('int_pillar_cohorts') }}

),

pillar_conversion as (

    select
        application_id,
        subject_type,
        from_pillar,
        to_pillar,
        'period' as mode,
        month,
        segment_type,
        segment_value,
        cast(entered as bigint) as entered,
        cast(converted as bigint) as converted,
        cast(converted as bigint) as numerator,
        cast(entered as bigint) as denominator,
        cast(0 as bigint) as immature,
        false as is_immature,
        cast(null as double) as median_days
    from months

    union all

    select
        application_id,
        subject_type,
        from_pillar,
        to_pillar,
        'cohort' as mode,
        month,
        segment_type,
        segment_value,
        entered,
        converted,
        converted as numerator,
        entered as denominator,
        entered - resolved as immature,
        is_immature,
        median_days
    from cohorts

    union all

    select
        application_id,
        subject_type,
        from_pillar,
        to_pillar,
        'cohort_resolved' as mode,
        month,
        segment_type,
        segment_value,
        entered,
        converted,
        converted as numerator,
        resolved as denominator,
        entered - resolved as immature,
        is_immature,
        median_days
    from cohorts

)

select * from pillar_conversion
