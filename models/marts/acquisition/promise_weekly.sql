with

promise_weeks as (

    select * from {{ ref('int_promise_weeks') }}

),

volumes as (

    select * from {{ ref('int_promise_volumes') }}

),

disputes as (

    select * from {{ ref('int_promise_disputes') }}

),

backlogs as (

    select * from {{ ref('int_promise_backlogs') }}

),

delivered as (

    select
        promise_weeks.*,
        volumes.business_days,
        cast(
            case
                when promise_weeks.is_prorated
                    then
                        promise_weeks.promised_per_week
                        * volumes.business_days
                        * 0.2
                else promise_weeks.promised_per_week
            end as decimal(18, 4)
        ) as promised,
        volumes.conforming,
        volumes.non_conforming,
        volumes.counting,
        coalesce(disputes.disputed, 0) as disputed,
        volumes.counting - coalesce(disputes.disputed, 0) as delivered,
        volumes.daily_deviation,
        volumes.daily_mean,
        volumes.last_day_hand_offs,
        coalesce(backlogs.backlog, 0) as backlog
    from promise_weeks
    inner join volumes
        on
            promise_weeks.promise_id = volumes.promise_id
            and promise_weeks.week = volumes.week
    left join disputes
        on
            promise_weeks.promise_id = disputes.promise_id
            and promise_weeks.week = disputes.week
    left join backlogs
        on
            promise_weeks.promise_id = backlogs.promise_id
            and promise_weeks.week = backlogs.week

),

judged as (

    select
        promise_id,
        week,
        agreement_version,
        promised_per_week,
        cast(business_days as integer) as business_days,
        promised,
        lowest_attainment,
        highest_attainment,
        cast(conforming as bigint) as conforming,
        cast(non_conforming as bigint) as non_conforming,
        cast(counting as bigint) as counting,
        disputed,
        cast(delivered as bigint) as delivered,
        case
            when business_days > 0
                then
                    delivered >= lowest_attainment * promised
                    and delivered <= highest_attainment * promised
        end as is_kept,
        cast(daily_deviation as double) as daily_deviation,
        cast(daily_mean as double) as daily_mean,
        cast(last_day_hand_offs as bigint) as last_day_hand_offs,
        cast(backlog as bigint) as backlog,
        capacity_per_week,
        is_provisional
    from delivered

)

select * from judged
