{{ config(materialized="table") }}

with

person_activities as (

    select * from {{ ref('int_person_activities') }}

),

conditions as (

    select * from {{ ref('rule_conditions') }}

),

score_lines as (

    select * from {{ ref('score_lines') }}

),

cycle_ends as (

    select * from {{ ref('int_cycle_ends') }}

),

named_by_an_agreement as (

    select signal as activity
    from conditions
    where signal_kind = 'activity'

    union

    select signal as activity
    from score_lines
    where signal_kind = 'activity'

),

signals as (

    select
        person_activities.activity_key,
        person_activities.person_key,
        person_activities.person_link_key,
        person_activities.activity,
        person_activities.occurred_at,
        greatest(
            person_activities.recorded_at, person_activities.occurred_at
        ) as recorded_at,
        person_activities.detail,
        person_activities.campaign
    from person_activities
    left join named_by_an_agreement
        on person_activities.activity = named_by_an_agreement.activity
    where
        (
            named_by_an_agreement.activity is not null
            and not person_activities.is_automatic
        )
        or person_activities.activity in (
            'handed_off', 'lead_accepted', 'lead_rejected'
        )

),

-- A cycle's number is one more than the cycles that ended before the signal.
numbered as (

    select
        signals.activity_key,
        signals.person_key,
        signals.person_link_key,
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
