with

promise_weekly as (

    select * from {{ ref('promise_weekly') }}

),

activation as (

    select * from {{ ref('fct_activation') }}

),

-- Promises may share a channel: purity counts each hand-off once.
weeks as (

    select distinct week from promise_weekly

),

metrics as (

    select
        'promise_attainment' as metric,
        week as period_start,
        'promise' as segment_type,
        promise_id as segment_value,
        cast(delivered as decimal(28, 6)) as numerator,
        cast(promised as decimal(28, 6)) as denominator
    from promise_weekly

    union all

    select
        'promise_attainment' as metric,
        week as period_start,
        'all' as segment_type,
        'all' as segment_value,
        cast(sum(delivered) as decimal(28, 6)) as numerator,
        cast(sum(promised) as decimal(28, 6)) as denominator
    from promise_weekly
    group by week

    union all

    select
        'hand_off_purity' as metric,
        weeks.week as period_start,
        'all' as segment_type,
        'all' as segment_value,
        cast(
            count(*) filter (where activation.is_conforming)
            as decimal(28, 6)
        ) as numerator,
        cast(count(activation.handed_off_week) as decimal(28, 6))
            as denominator
    from weeks
    left join activation on weeks.week = activation.handed_off_week
    group by weeks.week

),

rows_of_kpi as (

    select
        metric,
        'week' as period_type,
        period_start,
        segment_type,
        segment_value,
        cast(numerator as decimal(28, 6)) as numerator,
        cast(denominator as decimal(28, 6)) as denominator,
        cast(null as date) as settled_on
    from metrics

)

select * from rows_of_kpi
