with

calendar as (

    select * from {{ ref('stg_files__calendar') }}

),

business_days as (

    select
        day_on,
        bool_and(is_business_day) as is_business_day,
        max(holiday) as holiday
    from calendar
    group by day_on

)

select * from business_days
