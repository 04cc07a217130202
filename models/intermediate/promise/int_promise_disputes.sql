with

promise_weeks as (

    select * from {{ ref('int_promise_weeks') }}

),

disputes as (

    select * from {{ ref('int_disputes') }}

),

people as (

    select * from {{ ref('int_people') }}

),

disputed as (

    select
        promise_weeks.promise_id,
        promise_weeks.week,
        count(*) as disputed
    from disputes
    inner join people on disputes.person_key = people.person_key
    inner join promise_weeks
        on
            disputes.rejected_week = promise_weeks.week
            and coalesce(promise_weeks.source_channel, people.source_channel)
            = people.source_channel
            and disputes.rejected_at <= {{ dbt.dateadd(
                'day',
                'promise_weeks.dispute_window_days',
                'disputes.handed_off_at'
            ) }}
    group by promise_weeks.promise_id, promise_weeks.week

)

select * from disputed
