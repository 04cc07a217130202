with

awareness as (

    select * from {{ ref('fct_awareness') }}

),

dated as (

    select
        *,
        cast(date_trunc('month', day_on) as date) as period_start
    from awareness

),

-- Each platform claims the same sale, and reach knows no sum:
-- these numbers are told by platform, never for all.
metrics as (

    select
        'platform_claimed_conversions' as metric,
        period_start,
        platform as segment_value,
        cast(sum(platform_conversions) as decimal(28, 6)) as numerator,
        max(days_restated) as days_restated
    from dated
    where platform_conversions is not null
    group by period_start, platform

    union all

    select
        'highest_daily_reach' as metric,
        period_start,
        platform as segment_value,
        cast(max(reach) as decimal(28, 6)) as numerator,
        max(days_restated) as days_restated
    from dated
    where reach is not null
    group by period_start, platform

),

rows_of_kpi as (

    select
        metric,
        'month' as period_type,
        period_start,
        'platform' as segment_type,
        segment_value,
        numerator,
        cast(null as decimal(28, 6)) as denominator,
        cast(period_start + interval 1 month as date) + days_restated
            as settled_on
    from metrics

)

select * from rows_of_kpi
