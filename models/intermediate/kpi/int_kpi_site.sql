with

segmented as (

    select * from {{ ref('int_segmented_sessions') }}

),

-- Visitors of a month are counted once, so they are no sum of
-- days or channels.
counted as (

    select
        segment_type,
        segment_value,
        period_start,
        count(*) as sessions,
        count(distinct visitor_key) as visitors,
        sum(page_views) as page_views
    from segmented
    group by segment_type, segment_value, period_start

),

totals as (

    select
        period_start,
        sessions
    from counted
    where segment_type = 'all'

),

metrics as (

    select
        'sessions' as metric,
        *,
        sessions as numerator,
        null as denominator
    from counted

    union all

    select
        'visitors' as metric,
        *,
        visitors as numerator,
        null as denominator
    from counted

    union all

    select
        'page_views' as metric,
        *,
        page_views as numerator,
        null as denominator
    from counted

    union all

    select
        'traffic_share' as metric,
        counted.*,
        counted.sessions as numerator,
        totals.sessions as denominator
    from counted
    inner join totals on counted.period_start = totals.period_start
    where counted.segment_type = 'channel'

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
        cast(period_start + interval 1 month as date) + 3 as settled_on
    from metrics

)

select * from rows_of_kpi
