with

promise_weeks as (

    select * from {{ ref('int_promise_weeks') }}

),

days as (

    select * from {{ ref('int_days') }}

),

business_days as (

    select * from {{ ref('int_business_days') }}

),

hand_offs as (

    select * from {{ ref('int_hand_offs') }}

),

people as (

    select * from {{ ref('int_people') }}

),

handed_off as (

    select
        people.source_channel,
        {{ business_date('hand_offs.handed_off_at') }} as day_on,
        count(*) filter (where hand_offs.is_conforming) as conforming,
        count(*) filter (where not hand_offs.is_conforming) as non_conforming,
        count(*) filter (where hand_offs.counts_toward_promise) as counting
    from hand_offs
    inner join people on hand_offs.person_key = people.person_key
    group by all

),

-- A day that no calendar holds is one of business from Monday to Friday.
promise_days as (

    select
        promise_weeks.promise_id,
        promise_weeks.week,
        promise_weeks.source_channel,
        days.day_on,
        coalesce(
            business_days.is_business_day,
            extract(isodow from days.day_on) <= 5
        ) as is_business_day
    from promise_weeks
    inner join days
        on
            promise_weeks.week <= days.day_on
            and promise_weeks.next_week > days.day_on
    left join business_days on days.day_on = business_days.day_on

),

counted as (

    select
        promise_days.promise_id,
        promise_days.week,
        promise_days.day_on,
        promise_days.is_business_day,
        coalesce(sum(handed_off.conforming), 0) as conforming,
        coalesce(sum(handed_off.non_conforming), 0) as non_conforming,
        coalesce(sum(handed_off.counting), 0) as counting
    from promise_days
    left join handed_off
        on
            promise_days.day_on = handed_off.day_on
            and coalesce(
                promise_days.source_channel, handed_off.source_channel
            ) = handed_off.source_channel
    group by all

)

select * from counted
