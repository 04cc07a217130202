-- An entry that is neither resolved nor waiting is one
-- that both rates forgot.
{{ config(meta={'owner': 'data_engineering'}) }}

with

conversions as (

    select * from {{ ref('pillar_conversion') }}

),

cohorts as (

    select * from conversions
    where mode = 'cohort'

),

resolved as (

    select * from conversions
    where mode = 'cohort_resolved'

),

paired as (

    select
        cohorts.denominator,
        resolved.denominator as resolved,
        resolved.immature,
        resolved.is_immature,
        cohorts.numerator,
        resolved.numerator as resolved_numerator
    from cohorts
    full outer join resolved
        on
            cohorts.application_id = resolved.application_id
            and cohorts.subject_type = resolved.subject_type
            and cohorts.from_pillar = resolved.from_pillar
            and cohorts.to_pillar = resolved.to_pillar
            and cohorts.month = resolved.month
            and cohorts.segment_type = resolved.segment_type
            and cohorts.segment_value = resolved.segment_value

),

-- Nothing waits in a cohort whose windows are all over.
broken as (

    select * from paired
    where
        coalesce(resolved + immature <> denominator, true)
        or coalesce(numerator <> resolved_numerator, true)
        or (immature > 0 and not is_immature)

)

select * from broken
