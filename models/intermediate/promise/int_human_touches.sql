{{ config(materialized="table") }}

with

person_activities as (

    select * from {{ ref('int_person_activities') }}

),

activities as (

    select * from {{ ref('activities') }}

),

cycle_ends as (

    select * from {{ ref('int_cycle_ends') }}

),

touches as (

    select
        person_activities.activity_key,
        person_activities.person_key,
        person_activities.occurred_at
    from person_activities
    inner join activities
        on person_activities.activity = activities.activity
    where
        activities.is_human_touch
        and not person_activities.is_automatic

),

-- A cycle's number is one more than the cycles that ended before the touch.
numbered as (

    select
        touches.activity_key,
        touches.person_key,
        1 + count(cycle_ends.ended_at) as cycle_no,
        touches.occurred_at
    from touches
    left join cycle_ends
        on
            cycle_ends.subject_type = 'person'
            and touches.person_key = cycle_ends.subject_key
            and touches.occurred_at > cycle_ends.ended_at
    group by all

)

select * from numbered
