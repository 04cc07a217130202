with

calls as (

    select * from {{ ref('stg_hubspot__engagement_call') }}

),

meetings as (

    select * from {{ ref('stg_hubspot__engagement_meeting') }}

),

outcomes as (

    select
        engagement,
        property,
        lower(outcome) as outcome,
        activity
    from {{ ref('engagement_outcomes') }}

),

-- What a person chose says more than what the telephone noticed; who called
-- whom says more than either.
judged_calls as (

    select
        calls.engagement_id,
        coalesce(
            directions.activity,
            dispositions.activity,
            statuses.activity,
            'call_made'
        ) as activity,
        calls.owner_id,
        calls.occurred_at,
        calls.is_deleted,
        calls.recorded_at
    from calls
    left join outcomes as directions
        on
            directions.engagement = 'call'
            and directions.property = 'direction'
            and lower(calls.direction) = directions.outcome
    left join outcomes as dispositions
        on
            dispositions.engagement = 'call'
            and dispositions.property = 'disposition'
            and lower(calls.disposition) = dispositions.outcome
    left join outcomes as statuses
        on
            statuses.engagement = 'call'
            and statuses.property = 'status'
            and lower(replace(calls.status, ' ', '_')) = statuses.outcome

),

-- A portal that never says how its meetings ended has held them.
judged_meetings as (

    select
        meetings.engagement_id,
        coalesce(outcomes.activity, 'meeting_held') as activity,
        meetings.owner_id,
        meetings.occurred_at,
        meetings.is_deleted,
        meetings.recorded_at
    from meetings
    left join outcomes
        on
            outcomes.engagement = 'meeting'
            and outcomes.property = 'outcome'
            and lower(replace(meetings.outcome, ' ', '_')) = outcomes.outcome

),

conversations as (

    select * from judged_calls

    union all

    select * from judged_meetings

)

select * from conversations
