{{ config(materialized="table") }}

with

stays as (

    select * from {{ ref('int_lifecycle_stays') }}

),

stages as (

    select * from {{ ref('lifecycle_stages') }}

),

placed as (

    select
        stays.application_id,
        stays.subject_type,
        stays.subject_key,
        stays.cycle_no,
        stages.pillar,
        stages.is_terminal,
        stays.entered_at,
        min(case when stages.is_terminal then stays.entered_at end) over (
            partition by
                stays.application_id,
                stays.subject_type,
                stays.subject_key,
                stays.cycle_no
        ) as cycle_ended_at
    from stays
    inner join stages
        on
            stays.application_id = stages.application_id
            and stays.stage = stages.stage

),

-- Nobody enters a pillar by leaving.
first_stays as (

    select
        application_id,
        subject_type,
        subject_key,
        cycle_no,
        pillar,
        cycle_ended_at,
        min(entered_at) as entered_at
    from placed
    where not is_terminal
    group by
        application_id,
        subject_type,
        subject_key,
        cycle_no,
        pillar,
        cycle_ended_at

),

entries as (

    select
        application_id,
        subject_type,
        subject_key,
        cycle_no,
        coalesce(lag(cycle_no) over (
            partition by application_id, subject_type, subject_key, pillar
            order by cycle_no
        ), 0) as previous_cycle_no,
        pillar,
        entered_at,
        cast(
            date_trunc('month', {{ business_date('entered_at') }}) as date
        ) as month,
        cycle_ended_at
    from first_stays

)

select * from entries
