{{ config(materialized="table") }}

with

person_activities as (

    select * from {{ ref('int_person_activities') }}

),

rules as (

    select * from {{ ref('qualification_rules') }}

),

cycle_ends as (

    select * from {{ ref('int_cycle_ends') }}

),

named_by_a_rule as (

    select distinct activity from rules

),

signals as (

    select
        person_activities.activity_key,
        person_activities.person_key,
        person_activities.activity,
        person_activities.occurred_at,
        person_activities.recorded_at,
        person_activities.detail,
        person_activities.campaign
    from person_activities
    left join named_by_a_rule
        on person_activities.activity = named_by_a_rule.activity
    where
        named_by_a_rule.activity is not null
        or person_activities.activity in (
            'handed_off', 'lead_accepted', 'lead_rejected'
        )

),

-- A cycle's number is one more than the cycles that ended before the signal.
numbered as (

    select
        signals.activity_key,
        signals.person_key,
        signals.activity,
        signals.occurred_at,
        signals.recorded_at,
        signals.detail,
        signals.campaign,
        1 + count(cycle_ends.ended_at) as cycle_no
    from signals
    left join cycle_ends
        on
            cycle_ends.subject_type = 'person'
            and signals.person_key = cycle_ends.subject_key
            and signals.occurred_at > cycle_ends.ended_at
    group by all

)

select * from numbered
