with

product_use as (

    select * from {{ ref('fct_product_use') }}

),

dates as (

    select * from {{ ref('dim_date') }}

),

-- A month is looked at on its last day; the month that is not over, on the
-- last day that is.
months as (

    select
        month,
        max(day_on) as snapshot_on
    from dates
    where day_on < {{ business_date(as_of()) }}
    group by month

),

active_days as (

    select distinct
        person_key,
        used_on
    from product_use
    where
        is_active
        and person_key is not null
        and used_on < {{ business_date(as_of()) }}

),

-- Four weeks, so that every window has as many week-ends.
monthly as (

    select
        months.month,
        count(distinct active_days.person_key) as persons,
        count(*) as person_days
    from months
    inner join active_days
        on
            months.snapshot_on >= active_days.used_on
            and months.snapshot_on - 28 < active_days.used_on
    group by months.month

),

so_far as (

    select
        months.month,
        count(distinct active_days.person_key) as persons
    from months
    inner join active_days on months.snapshot_on >= active_days.used_on
    group by months.month

),

metrics as (

    select
        'monthly_active_users' as metric,
        month as period_start,
        persons as numerator,
        cast(null as bigint) as denominator
    from monthly

    union all

    select
        'stickiness' as metric,
        month as period_start,
        person_days as numerator,
        28 * persons as denominator
    from monthly

    union all

    select
        'product_users' as metric,
        month as period_start,
        persons as numerator,
        cast(null as bigint) as denominator
    from so_far

),

rows_of_kpi as (

    select
        metric,
        'month' as period_type,
        period_start,
        'all' as segment_type,
        'all' as segment_value,
        cast(numerator as decimal(28, 6)) as numerator,
        cast(denominator as decimal(28, 6)) as denominator,
        cast(null as date) as settled_on
    from metrics

)

select * from rows_of_kpi
