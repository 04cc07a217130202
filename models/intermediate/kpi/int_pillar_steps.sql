with

conversions as (

    select * from {{ ref('pillar_conversion') }}

),

stages as (

    select * from {{ ref('lifecycle_stages') }}

),

pillars as (

    select
        application_id,
        pillar,
        row_number() over (
            partition by application_id order by min(stage_order)
        ) as pillar_no
    from stages
    where not is_terminal
    group by application_id, pillar

),

-- One step of the cycle leads from a pillar to the next one. A cohort that
-- may still convert says nothing about the pillar yet.
steps as (

    select
        conversions.application_id,
        cast(from_pillars.pillar_no as integer) as step_no,
        conversions.from_pillar,
        conversions.to_pillar,
        conversions.month,
        conversions.entered,
        conversions.numerator,
        conversions.denominator,
        cast(
            cast(conversions.numerator as decimal(18, 9))
            / conversions.denominator as decimal(18, 9)
        ) as rate
    from conversions
    inner join pillars as from_pillars
        on
            conversions.application_id = from_pillars.application_id
            and conversions.from_pillar = from_pillars.pillar
    inner join pillars as to_pillars
        on
            conversions.application_id = to_pillars.application_id
            and conversions.to_pillar = to_pillars.pillar
            and from_pillars.pillar_no + 1 = to_pillars.pillar_no
    where
        conversions.subject_type = 'person'
        and conversions.mode = 'cohort_resolved'
        and conversions.segment_type = 'all'
        and not conversions.is_immature
        and conversions.denominator > 0

)

select * from steps
