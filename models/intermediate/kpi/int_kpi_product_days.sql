with

product_use as (

    select * from {{ ref('fct_product_use') }}

),

dates as (

    select * from {{ ref('dim_date') }}

),

-- A day on which nobody came counts like any other.
months as (

    select
        month,
        count(*) as days_over
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

daily as (

    select
        months.month,
        months.days_over,
        count(*) as person_days
    from months
    inner join active_days
        on months.month = cast(date_trunc('month', active_days.used_on) as date)
    group by months.month, months.days_over

),

rows_of_kpi as (

    select
        'daily_active_users' as metric,
        'month' as period_type,
        month as period_start,
        'all' as segment_type,
        'all' as segment_value,
        cast(person_days as decimal(28, 6)) as numerator,
        cast(days_over as decimal(28, 6)) as denominator,
        cast(null as date) as settled_on
    from daily

)

select * from rows_of_kpi
