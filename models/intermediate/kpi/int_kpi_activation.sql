with

activation as (

    select * from {{ ref('fct_activation') }}

),

passes as (

    select
        'all' as segment_type,
        'all' as segment_value,
        activation.*
    from activation

    union all

    select
        'channel' as segment_type,
        source_channel as segment_value,
        activation.*
    from activation

    union all

    select
        'origin_team' as segment_type,
        origin_team as segment_value,
        activation.*
    from activation

),

-- Every rate has its own clock: a closing rate follows the
-- month's leads, a win rate the month's closings.
metrics as (

    select
        'closing_rate' as metric,
        'month' as period_type,
        cast(date_trunc('month', qualified_on) as date) as period_start,
        segment_type,
        segment_value,
        count(*) filter (where outcome = 'won') as numerator,
        count(*) as denominator
    from passes
    where qualified_on is not null
    group by 3, 4, 5

    union all

    select
        'win_rate' as metric,
        'month' as period_type,
        cast(date_trunc('month', closed_on) as date) as period_start,
        segment_type,
        segment_value,
        count(*) filter (where outcome = 'won') as numerator,
        count(*) as denominator
    from passes
    where outcome in ('won', 'lost')
    group by 3, 4, 5

    union all

    select
        'mean_days_to_activation' as metric,
        'month' as period_type,
        cast(date_trunc('month', closed_on) as date) as period_start,
        segment_type,
        segment_value,
        sum(days_to_activation) as numerator,
        count(*) as denominator
    from passes
    where days_to_activation is not null
    group by 3, 4, 5

)

select * from metrics
