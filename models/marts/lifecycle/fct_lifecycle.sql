with

stays as (

    select * from {{ ref('int_lifecycle_stays') }}

),

stages as (

    select * from {{ ref('lifecycle_stages') }}

),

cycle_ends as (

    select * from {{ ref('int_cycle_ends') }}

),

versions as (

    select * from {{ ref('agreement_versions') }}

),

keyed as (

    select
        {{ surrogate_key([
            'application_id',
            'subject_type',
            'subject_key',
            'turn_no',
            'stage'
        ]) }} as stay_key,
        *
    from stays

),

-- In which cycle of the whole company a stay of a part of it began.
parents as (

    select
        keyed.stay_key,
        1 + count(cycle_ends.ended_at) as parent_cycle_no
    from keyed
    left join cycle_ends
        on
            keyed.subject_type = cycle_ends.subject_type
            and keyed.subject_key = cycle_ends.subject_key
            and keyed.entered_at > cycle_ends.ended_at
    where keyed.application_id <> 'global'
    group by keyed.stay_key

),

lifecycle as (

    select
        keyed.stay_key,
        keyed.subject_type,
        keyed.subject_key,
        keyed.original_subject_key,
        keyed.application_id,
        cast(keyed.cycle_no as integer) as cycle_no,
        cast(parents.parent_cycle_no as integer) as parent_cycle_no,
        stages.pillar,
        keyed.stage,
        keyed.entered_at,
        keyed.exited_at,
        cast(
            date_diff('second', keyed.entered_at, keyed.exited_at) as bigint
        ) as duration_seconds,
        keyed.entry_type,
        keyed.exit_type,
        versions.agreement_version,
        keyed.evidence_table,
        keyed.evidence_id,
        keyed.is_imputed,
        keyed.exited_at is null as is_current
    from keyed
    inner join stages
        on
            keyed.application_id = stages.application_id
            and keyed.stage = stages.stage
    left join parents on keyed.stay_key = parents.stay_key
    left join versions
        on
            {{ business_date('keyed.entered_at') }} >= versions.valid_from
            and {{ business_date('keyed.entered_at') }}
            < coalesce(versions.valid_to, date '9999-12-31')

)

select * from lifecycle
