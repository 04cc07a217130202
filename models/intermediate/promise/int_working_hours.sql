with

days as (

    select * from {{ ref('int_days') }}

),

working_hours as (

    select * from {{ ref('working_hours') }}

),

special_days as (

    select * from {{ ref('stg_files__calendar') }}

),

calendars as (

    select
        calendar_id,
        min(time_zone) as time_zone
    from working_hours
    group by calendar_id

),

working_days as (

    select
        calendars.calendar_id,
        calendars.time_zone,
        days.day_on,
        special_days.opens_at,
        special_days.closes_at,
        special_days.opens_at is not null
        and special_days.closes_at is not null as has_hours_of_its_own
    from calendars
    cross join days
    left join special_days
        on
            calendars.calendar_id = special_days.calendar_id
            and days.day_on = special_days.day_on
    where coalesce(special_days.is_business_day, true)

),

local_spans as (

    select
        calendar_id,
        time_zone,
        day_on,
        opens_at,
        closes_at
    from working_days
    where has_hours_of_its_own

    union all

    select
        working_days.calendar_id,
        working_days.time_zone,
        working_days.day_on,
        working_hours.opens_at,
        working_hours.closes_at
    from working_days
    inner join working_hours
        on
            working_days.calendar_id = working_hours.calendar_id
            and extract(isodow from working_days.day_on)
            = working_hours.iso_weekday
    where not working_days.has_hours_of_its_own

)

select * from local_spans
