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
        weeks.next_week,
        weeks.next_week > {{ business_date(as_of()) }} as is_provisional,
        versions.agreement_version,
        promises.promise_id,
        promises.source_channel,
        promises.promised_per_week,
        promises.is_prorated,
        promises.lowest_attainment,
        promises.highest_attainment,
        promises.capacity_per_week,
        promises.dispute_window_days
    from weeks
    inner join versions
        on
            weeks.week >= versions.valid_from
            and weeks.week < coalesce(versions.valid_to, date '9999-12-31')
    inner join promises
        on versions.agreement_version = promises.agreement_version

)

select * from promised
