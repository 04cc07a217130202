{{ config(materialized="table") }}

with

entries as (

    select * from {{ ref('int_pillar_entries') }}

),

pairs as (

    select * from {{ ref('int_pillar_pairs') }}

),

paired as (

    select
        entries.*,
        pairs.from_pillar,
        pairs.to_pillar,
        pairs.window_days,
        pairs.is_within_cycle,
        {{ dbt.dateadd('day', 'pairs.window_days', 'entries.entered_at') }}
            as window_ends_at
    from entries
    inner join pairs
        on
            entries.application_id = pairs.application_id
            and entries.pillar = pairs.from_pillar

),

-- What comes later on the way is entered in the same cycle, what comes
-- before it in the next cycle that has it: one entry at most.
matched as (

    select
        paired.*,
        entries.entered_at as next_entered_at
    from paired
    left join entries
        on
            paired.application_id = entries.application_id
            and paired.subject_type = entries.subject_type
            and paired.subject_key = entries.subject_key
            and paired.to_pillar = entries.pillar
            and paired.cycle_no = entries.cycle_no
    where paired.is_within_cycle

    union all

    select
        paired.*,
        entries.entered_at as next_entered_at
    from paired
    left join entries
        on
            paired.application_id = entries.application_id
            and paired.subject_type = entries.subject_type
            and paired.subject_key = entries.subject_key
            and paired.to_pillar = entries.pillar
            and paired.cycle_no < entries.cycle_no
            and paired.cycle_no >= entries.previous_cycle_no
    where not paired.is_within_cycle

),

converted as (

    select
        *,
        case
            when
                next_entered_at >= entered_at
                and next_entered_at < window_ends_at
                then next_entered_at
        end as converted_at
    from matched

),

conversions as (

    select
        application_id,
        subject_type,
        subject_key,
        cycle_no,
        from_pillar,
        to_pillar,
        window_days,
        month,
        entered_at,
        converted_at,
        case
            when converted_at is not null then converted_at
            when is_within_cycle and cycle_ended_at < window_ends_at
                then cycle_ended_at
            when window_ends_at <= {{ as_of() }} then window_ends_at
        end as resolved_at,
        case
            when converted_at is not null then 'converted'
            when is_within_cycle and cycle_ended_at < window_ends_at
                then 'cycle_ended'
            when window_ends_at <= {{ as_of() }} then 'window_over'
        end as resolved_by,
        cast(
            {{ dbt.datediff('entered_at', 'converted_at', 'microsecond') }}
            as double
        ) / 1000000 / 86400 as days_to_convert
    from converted

)

select * from conversions
