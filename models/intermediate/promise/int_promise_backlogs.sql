with

promise_weeks as (

    select * from {{ ref('int_promise_weeks') }}

),

waits as (

    select * from {{ ref('int_hand_off_waits') }}

),

waiting as (

    select
        source_channel,
        handed_off_week,
        coalesce(waited_until_week, date '9999-12-27') as waited_until_week,
        count(*) as hand_offs
    from waits
    group by all

),

-- What waits at the end of a week was handed off in it or before, and
-- neither touched nor ended within it.
backlogs as (

    select
        promise_weeks.promise_id,
        promise_weeks.week,
        sum(waiting.hand_offs) as backlog
    from promise_weeks
    inner join waiting
        on
            promise_weeks.week >= waiting.handed_off_week
            and promise_weeks.week < waiting.waited_until_week
            and coalesce(promise_weeks.source_channel, waiting.source_channel)
            = waiting.source_channel
    group by promise_weeks.promise_id, promise_weeks.week

)

select * from backlogs
