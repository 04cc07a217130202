with

asked as (

    select * from {{ ref('int_conditions_asked') }}

),

visible_activities as (

    select * from {{ ref('int_visible_activities') }}

),

-- What several conditions ask for is counted once.
counted as (

    select
        visible_activities.evaluation_key,
        visible_activities.agreement_version,
        visible_activities.stage,
        asked.signal,
        asked.window_days,
        count(distinct visible_activities.activity_key) as activities,
        count(distinct {{ business_date('visible_activities.occurred_at') }})
            as active_days
    from visible_activities
    inner join asked
        on
            visible_activities.agreement_version = asked.agreement_version
            and visible_activities.stage = asked.stage
            and visible_activities.activity = asked.signal
            and (
                asked.window_days is null
                or {{ dbt.dateadd(
                    'day', 'asked.window_days', 'visible_activities.occurred_at'
                ) }} > visible_activities.evaluated_at
            )
    where asked.signal_kind = 'activity'
    group by all

)

select * from counted
