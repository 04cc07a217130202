with

awareness as (

    select * from {{ ref('fct_awareness') }}

),

segments as (

    select listed.segment_type
    from (values ('all'), ('channel'), ('platform')) as listed (segment_type)

),

spent as (

    select
        *,
        cast(date_trunc('month', day_on) as date) as period_start
    from awareness
    where spend_local is not null

),

segmented as (

    select
        segments.segment_type,
        case segments.segment_type
            when 'all' then 'all'
            when 'channel' then spent.channel
            else spent.platform
        end as segment_value,
        spent.period_start,
        spent.spend_reporting,
        spent.impressions,
        spent.clicks,
        spent.days_restated
    from spent
    cross join segments

),

-- Currencies are added up in the reporting currency alone.
metrics as (

    select
        'media_spend' as metric,
        segment_type,
        segment_value,
        period_start,
        sum(coalesce(spend_reporting, 0)) as numerator,
        cast(null as decimal(28, 6)) as denominator,
        max(days_restated) as days_restated
    from segmented
    group by segment_type, segment_value, period_start

    union all

    select
        'media_spend' as metric,
        'currency' as segment_type,
        currency as segment_value,
        period_start,
        sum(spend_local) as numerator,
        cast(null as decimal(28, 6)) as denominator,
        max(days_restated) as days_restated
    from spent
    group by currency, period_start

    union all

    select
        'cost_per_thousand_impressions' as metric,
        segment_type,
        segment_value,
        period_start,
        sum(coalesce(spend_reporting, 0)) as numerator,
        cast(sum(impressions) as decimal(24, 0)) * 0.001 as denominator,
        max(days_restated) as days_restated
    from segmented
    where impressions is not null
    group by segment_type, segment_value, period_start

    union all

    select
        'cost_per_click' as metric,
        segment_type,
        segment_value,
        period_start,
        sum(coalesce(spend_reporting, 0)) as numerator,
        cast(sum(clicks) as decimal(28, 6)) as denominator,
        max(days_restated) as days_restated
    from segmented
    where clicks is not null
    group by segment_type, segment_value, period_start

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
        cast(period_start + interval 1 month as date) + days_restated
            as settled_on
    from metrics

)

select * from rows_of_kpi
