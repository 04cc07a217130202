with

days as (

    select * from {{ ref('int_days') }}

),

business_days as (

    select * from {{ ref('int_business_days') }}

),

dates as (

    select
        days.day_on,
        cast(date_trunc('week', days.day_on) as date) as week,
        cast(date_trunc('month', days.day_on) as date) as month,
        cast(date_trunc('quarter', days.day_on) as date) as quarter,
        cast(date_trunc('year', days.day_on) as date) as year,
        cast(extract(isodow from days.day_on) as integer) as iso_weekday,
        coalesce(
            business_days.is_business_day,
            extract(isodow from days.day_on) <= 5
        ) as is_business_day,
        business_days.holiday,
        days.day_on < {{ business_date(as_of()) }} as is_over
    from days
    left join business_days on days.day_on = business_days.day_on

)

select * from dates
