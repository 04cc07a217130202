with

versions as (

    select * from {{ ref('agreement_versions') }}

),

promises as (

    select * from {{ ref('promises') }}

),

hand_offs as (

    select * from {{ ref('int_hand_offs') }}

),

days as (

    select * from {{ ref('int_days') }}

),

first_weeks as (

    select min(handed_off_week) as first_week from hand_offs

),

weeks as (

    select
        days.day_on as week,
        cast(days.day_on + interval 7 day as date) as next_week
    from days
    cross join first_weeks
    where
        extract(isodow from days.day_on) = 1
        and days.day_on >= first_weeks.first_week
        and days.day_on < {{ business_date(as_of()) }}

),

promised as (

    select
        weeks.week,
        weeks.next_week > {{ business_date(as_of()) }} as is_provisional,
        versions.agreement_version,
        promises.promise_id,
        promises.promised_per_week,
        promises.lowest_attainment,
        promises.highest_attainment
    from weeks
    inner join versions
        on
            weeks.week >= versions.valid_from
            and weeks.week < coalesce(versions.valid_to, date '9999-12-31')
    inner join promises
        on versions.agreement_version = promises.agreement_version

),

delivered as (

    select
        promised.promise_id,
        promised.week,
        promised.agreement_version,
        promised.is_provisional,
        promised.promised_per_week,
        promised.lowest_attainment,
        promised.highest_attainment,
        count(*) filter (where hand_offs.is_conforming) as conforming,
        count(*) filter (where not hand_offs.is_conforming) as non_conforming
    from promised
    left join hand_offs on promised.week = hand_offs.handed_off_week
    group by all

),

judged as (

    select
        promise_id,
        week,
        agreement_version,
        promised_per_week,
        conforming,
        non_conforming,
        conforming >= lowest_attainment * promised_per_week
        and conforming <= highest_attainment * promised_per_week as is_kept,
        is_provisional
    from delivered

)

select * from judged
