with

segmented as (

    select * from {{ ref('int_segmented_sessions') }}

),

visitor_days as (

    select * from {{ ref('fct_visitor_day') }}

),

dated_visitor_days as (

    select
        *,
        cast(date_trunc('month', day_on) as date) as period_start
    from visitor_days

),

-- To bounce is two things: to leave without an engaged session,
-- which only GA4 tells, or after a single page.
metrics as (

    select
        'engaged_session_rate' as metric,
        segment_type,
        segment_value,
        period_start,
        count(*) filter (where is_engaged) as numerator,
        count(*) as denominator
    from segmented
    where is_engaged is not null
    group by segment_type, segment_value, period_start

    union all

    select
        'bounce_rate_not_engaged' as metric,
        segment_type,
        segment_value,
        period_start,
        count(*) filter (where not is_engaged) as numerator,
        count(*) as denominator
    from segmented
    where is_engaged is not null
    group by segment_type, segment_value, period_start

    union all

    select
        'bounce_rate_single_page' as metric,
        segment_type,
        segment_value,
        period_start,
        count(*) filter (where is_single_page) as numerator,
        count(*) as denominator
    from segmented
    group by segment_type, segment_value, period_start

    union all

    select
        'consented_share' as metric,
        'all' as segment_type,
        'all' as segment_value,
        period_start,
        sum(consented_page_views) as numerator,
        sum(page_views) as denominator
    from dated_visitor_days
    group by period_start

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
