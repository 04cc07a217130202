with

entries as (

    select * from {{ ref('int_pillar_entries') }}

),

segments as (

    select * from {{ ref('int_subject_segments') }}

),

pairs as (

    select * from {{ ref('int_pillar_pairs') }}

),

counted as (

    select
        entries.application_id,
        entries.subject_type,
        entries.pillar,
        entries.month,
        segments.segment_type,
        segments.segment_value,
        count(*) as entries
    from entries
    inner join segments
        on
            entries.subject_type = segments.subject_type
            and entries.subject_key = segments.subject_key
    group by all

),

-- Who enters either pillar in a month, whoever they are.
both_sides as (

    select
        pairs.from_pillar,
        pairs.to_pillar,
        counted.*,
        counted.entries as entered,
        0 as converted
    from counted
    inner join pairs
        on
            counted.application_id = pairs.application_id
            and counted.pillar = pairs.from_pillar

    union all

    select
        pairs.from_pillar,
        pairs.to_pillar,
        counted.*,
        0 as entered,
        counted.entries as converted
    from counted
    inner join pairs
        on
            counted.application_id = pairs.application_id
            and counted.pillar = pairs.to_pillar

),

months as (

    select
        application_id,
        subject_type,
        from_pillar,
        to_pillar,
        month,
        segment_type,
        segment_value,
        sum(entered) as entered,
        sum(converted) as converted
    from both_sides
    group by all

)

select * from months
