with

days as (

    select * from {{ ref('int_days') }}

),

-- A month is looked at on its last day; the month that
-- is not over, on the last day that is.
months as (

    select
        cast(date_trunc('month', day_on) as date) as month,
        max(day_on) as last_day_on,
        least(
            max(day_on),
            cast({{ business_date(as_of()) }} - interval 1 day as date)
        ) as snapshot_on
    from days
    group by 1

),

begun as (

    select
        month,
        last_day_on,
        snapshot_on,
        snapshot_on < last_day_on as is_provisional
    from months
    where month <= snapshot_on

)

select * from begun
