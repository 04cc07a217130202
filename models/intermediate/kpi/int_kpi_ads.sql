with

awareness as (

    select * from {{ ref('fct_awareness') }}

),

segmented as (

    select
        segments.segment_type,
        case segments.segment_type
            when 'all' then 'all'
            when 'channel' then awareness.channel
            else awareness.platform
        end as segment_value,
        cast(date_trunc('month', awareness.day_on) as date) as period_start,
        awareness.impressions,
        awareness.clicks,
        awareness.link_clicks,
        awareness.days_restated
    from awareness
    cross join (
        values ('all'), ('channel'), ('platform')
    ) as segments (segment_type)
    where awareness.platform <> 'site'

),

-- Clicks of any kind and clicks that lead out are two numbers.
counted as (

    select
        segment_type,
        segment_value,
        period_start,
        sum(impressions) as impressions,
        sum(clicks) as clicks,
        sum(clicks) filter (where impressions is not null) as clicks_seen,
        sum(impressions) filter (where clicks is not null)
            as impressions_clicked,
        sum(link_clicks) as link_clicks,
        sum(link_clicks) filter (where impressions is not null)
            as link_clicks_seen,
        sum(impressions) filter (where link_clicks is not null)
            as impressions_linked,
        max(days_restated) as days_restated
    from segmented
    group by segment_type, segment_value, period_start

),

metrics as (

    select
        'impressions' as metric,
        *,
        impressions as numerator,
        null as denominator
    from counted

    union all

    select
        'clicks' as metric,
        *,
        clicks as numerator,
        null as denominator
    from counted

    union all

    select
        'link_clicks' as metric,
        *,
        link_clicks as numerator,
        null as denominator
    from counted

    union all

    select
        'click_through_rate' as metric,
        *,
        clicks_seen as numerator,
        impressions_clicked as denominator
    from counted

    union all

    select
        'link_click_through_rate' as metric,
        *,
        link_clicks_seen as numerator,
        impressions_linked as denominator
    from counted

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
    where numerator is not null

)

select * from rows_of_kpi
