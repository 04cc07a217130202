{{ config(materialized="table") }}

with

policies as (

    select * from {{ ref('int_response_policies') }}

),

touches as (

    select * from {{ ref('int_response_touches') }}

),

clocks as (

    select * from {{ ref('int_response_clocks') }}

),

spans as (

    select * from {{ ref('int_working_spans') }}

),

-- What falls due as work ends for the day is due then, not the next morning.
due as (

    select
        clocks.person_key,
        clocks.cycle_no,
        clocks.handed_off_reading,
        clocks.answered_reading,
        {{ timestamp_of_microseconds(
            microseconds_of('spans.opens_at')
            ~ ' + clocks.due_reading - spans.seconds_before * 1000000'
        ) }} as due_at
    from clocks
    left join spans
        on
            clocks.calendar_id = spans.calendar_id
            and clocks.due_reading > spans.seconds_before * 1000000
            and clocks.due_reading
            <= (spans.seconds_before + spans.seconds) * 1000000

),

joined as (

    select
        policies.person_key,
        policies.cycle_no,
        policies.agreement_version,
        policies.policy_id,
        policies.qualified_at,
        policies.handed_off_at,
        due.due_at,
        due.answered_reading - due.handed_off_reading as business_microseconds,
        touches.first_human_touch_at,
        coalesce(touches.touches_7_days, 0) as touches_7_days
    from policies
    left join due
        on
            policies.person_key = due.person_key
            and policies.cycle_no = due.cycle_no
    left join touches
        on
            policies.person_key = touches.person_key
            and policies.cycle_no = touches.cycle_no

),

measured as (

    select
        person_key,
        cycle_no,
        agreement_version,
        policy_id,
        due_at,
        case
            when policy_id is null then null
            when first_human_touch_at > due_at then 'breached'
            when first_human_touch_at is not null then 'met'
            when due_at <= {{ as_of() }} then 'open_overdue'
            else 'open_not_due'
        end as sla_status,
        first_human_touch_at,
        coalesce(first_human_touch_at < handed_off_at, false)
            as was_touched_before_hand_off,
        case
            when first_human_touch_at <= handed_off_at then 0
            else {{ whole_seconds_between(
                'handed_off_at', 'first_human_touch_at'
            ) }}
        end as response_seconds,
        cast(floor(business_microseconds / 1000000) as bigint)
            as response_business_seconds,
        {{ whole_seconds_between('qualified_at', 'handed_off_at') }}
            as system_delay_seconds,
        touches_7_days
    from joined

)

select * from measured
