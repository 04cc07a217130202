with

promise_days as (

    select * from {{ ref('int_promise_days') }}

),

totals as (

    select
        promise_id,
        week,
        count(*) filter (where is_business_day) as business_days,
        sum(conforming) as conforming,
        sum(non_conforming) as non_conforming,
        sum(counting) as counting
    from promise_days
    group by promise_id, week

),

-- Nothing is expected of a day of rest, unless something
-- came, nor of a day to come.
daily as (

    select
        promise_id,
        week,
        -- Of whole numbers, so that the order of rows leaves no trace in it.
        sqrt(cast(
            count(*) * sum(counting * counting) - sum(counting) * sum(counting)
            as double
        )) / count(*) as daily_deviation,
        avg(counting) as daily_mean,
        max_by(counting, day_on) as last_day_hand_offs
    from promise_days
    where
        (is_business_day or counting > 0)
        and day_on < {{ business_date(as_of()) }}
    group by promise_id, week

),

volumes as (

    select
        totals.promise_id,
        totals.week,
        totals.business_days,
        totals.conforming,
        totals.non_conforming,
        totals.counting,
        daily.daily_deviation,
        daily.daily_mean,
        coalesce(daily.last_day_hand_offs, 0) as last_day_hand_offs
    from totals
    left join daily
        on
            totals.promise_id = daily.promise_id
            and totals.week = daily.week

)

select * from volumes
