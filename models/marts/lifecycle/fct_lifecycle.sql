with

stays as (

    select * from {{ ref('int_lifecycle_stays') }}

),

stages as (

    select * from {{ ref('lifecycle_stages') }}

),

lifecycle as (

    select
        {{ surrogate_key([
            'stays.subject_type',
            'stays.subject_key',
            'stays.event_no',
            'stays.stage'
        ]) }} as stay_key,
        stays.subject_type,
        stays.subject_key,
        'global' as application_id,
        cast(stays.cycle_no as integer) as cycle_no,
        stages.pillar,
        stays.stage,
        stays.entered_at,
        stays.exited_at,
        cast(
            date_diff('second', stays.entered_at, stays.exited_at) as bigint
        ) as duration_seconds,
        stays.entry_type,
        stays.exit_type,
        stays.evidence_table,
        stays.evidence_id,
        stays.is_imputed,
        stays.exited_at is null as is_current
    from stays
    inner join stages on stays.stage = stages.stage

)

select * from lifecycle
