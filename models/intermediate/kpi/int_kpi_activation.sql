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

-- Every rate has its own clock: a closing rate follows the month's leads,
-- the days to a win the month's wins.
metrics as (

    select
        'closing_rate' as metric,
        cast(date_trunc('month', qualified_on) as date) as period_start,
        segment_type,
        segment_value,
        count(*) filter (where outcome = 'won') as numerator,
        count(*) as denominator
    from passes
    where qualified_on is not null
    group by 2, 3, 4

    union all

    -- The days until a sale know only those who bought: this is the rest.
    select
        'open_lead_share' as metric,
        cast(date_trunc('month', qualified_on) as date) as period_start,
        segment_type,
        segment_value,
        count(*) filter (where outcome in ('open', 'no_deal')) as numerator,
        count(*) as denominator
    from passes
    where qualified_on is not null and segment_type <> 'origin_team'
    group by 2, 3, 4

    union all

    select
        'mean_days_to_activation' as metric,
        cast(date_trunc('month', closed_on) as date) as period_start,
        segment_type,
        segment_value,
        sum(days_to_activation) as numerator,
        count(*) as denominator
    from passes
    where days_to_activation is not null
    group by 2, 3, 4

),

rows_of_kpi as (

    select
        metric,
        'month' as period_type,
        period_start,
        segment_type,
        segment_value,
        cast(numerator as decimal(28, 6)) as numerator,
        cast(denominator as decimal(28, 6)) as denominator,
        cast(null as date) as settled_on
    from metrics

)

select * from rows_of_kpi
