{{ config(materialized="table") }}

with

policies as (

    select * from {{ ref('int_response_policies') }}

),

touches as (

    select * from {{ ref('int_response_touches') }}

),

spans as (

    select * from {{ ref('int_working_spans') }}

),

-- Whoever was touched before the hand-off was answered at the hand-off.
answered as (

    select
        policies.person_key,
        policies.cycle_no,
        policies.calendar_id,
        policies.target_minutes,
        policies.handed_off_at,
        case
            when touches.first_human_touch_at is not null
                then greatest(
                    touches.first_human_touch_at, policies.handed_off_at
                )
        end as answered_at
    from policies
    left join touches
        on
            policies.person_key = touches.person_key
            and policies.cycle_no = touches.cycle_no
    where policies.policy_id is not null

),

started as (

    select
        answered.person_key,
        answered.cycle_no,
        answered.calendar_id,
        answered.target_minutes,
        answered.answered_at,
        coalesce({{ business_clock('spans', 'answered.handed_off_at') }}, 0)
            as handed_off_reading
    from answered
    left join spans
        on
            answered.calendar_id = spans.calendar_id
            and answered.handed_off_at >= spans.opens_at
            and answered.handed_off_at < spans.next_opens_at

),

stopped as (

    select
        started.person_key,
        started.cycle_no,
        started.calendar_id,
        started.handed_off_reading,
        started.handed_off_reading
        + cast(started.target_minutes as bigint) * 60000000 as due_reading,
        case
            when started.answered_at is not null
                then
                    coalesce(
                        {{ business_clock('spans', 'started.answered_at') }}, 0
                    )
        end as answered_reading
    from started
    left join spans
        on
            started.calendar_id = spans.calendar_id
            and started.answered_at >= spans.opens_at
            and started.answered_at < spans.next_opens_at

)

select * from stopped
