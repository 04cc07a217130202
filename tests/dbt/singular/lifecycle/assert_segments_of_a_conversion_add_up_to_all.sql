-- A subject in no segment, or in two of one type, makes the
-- parts of a report differ from its total.
{{ config(meta={'owner': 'data_engineering'}) }}

with

conversions as (

    select * from {{ ref('pillar_conversion') }}

),

added as (

    select
        application_id,
        subject_type,
        from_pillar,
        to_pillar,
        mode,
        month,
        segment_type,
        sum(entered) as entered,
        sum(converted) as converted,
        sum(denominator) as denominator,
        sum(immature) as immature
    from conversions
    group by all

),

segment_types as (

    select distinct
        subject_type,
        segment_type
    from added

),

expected as (

    select
        added.*,
        segment_types.segment_type as expected_segment_type
    from added
    inner join segment_types
        on added.subject_type = segment_types.subject_type
    where added.segment_type = 'all'

),

broken as (

    select
        expected.application_id,
        expected.subject_type,
        expected.from_pillar,
        expected.to_pillar,
        expected.mode,
        expected.month,
        expected.expected_segment_type
    from expected
    left join added
        on
            expected.application_id = added.application_id
            and expected.subject_type = added.subject_type
            and expected.from_pillar = added.from_pillar
            and expected.to_pillar = added.to_pillar
            and expected.mode = added.mode
            and expected.month = added.month
            and expected.expected_segment_type = added.segment_type
    where
        coalesce(expected.entered <> added.entered, true)
        or coalesce(expected.converted <> added.converted, true)
        or coalesce(expected.denominator <> added.denominator, true)
        or coalesce(expected.immature <> added.immature, true)

)

select * from broken
