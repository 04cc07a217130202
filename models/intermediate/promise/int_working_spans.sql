{{ config(materialized="table") }}

with

local_spans as (

    select * from {{ ref('int_working_hours') }}

),

spans as (

    select
        calendar_id,
        {{ local_instant('day_on', 'opens_at', 'time_zone') }} as opens_at,
        {{ local_instant('day_on', 'closes_at', 'time_zone') }} as closes_at
    from local_spans

),

-- Hours that a clock change pushes into the next ones pass once.
apart as (

    select
        calendar_id,
        greatest(
            opens_at,
            max(closes_at) over (
                partition by calendar_id
                order by opens_at, closes_at
                rows between unbounded preceding and 1 preceding
            )
        ) as opens_at,
        closes_at
    from spans

),

measured as (

    select
        *,
        {{ whole_seconds_between('opens_at', 'closes_at') }} as seconds
    from apart
    where closes_at > opens_at

),

counted as (

    select
        calendar_id,
        opens_at,
        closes_at,
        coalesce(
            lead(opens_at) over (partition by calendar_id order by opens_at),
            timestamp '9999-12-31'
        ) as next_opens_at,
        seconds,
        cast(
            sum(seconds) over (
                partition by calendar_id
                order by opens_at
                rows between unbounded preceding and current row
            ) - seconds as bigint
        ) as seconds_before
    from measured

)

select * from counted
