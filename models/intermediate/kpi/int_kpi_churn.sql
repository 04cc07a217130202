with

retention as (

    select * from {{ ref('fct_retention') }}

),

account_periods as (

    select
        'month' as period_type,
        month as period_start,
        account_key,
        is_active_at_start,
        is_active_at_end
    from retention

    union all

    -- A quarter starts as its first month does and ends as its last.
    select
        'quarter' as period_type,
        cast(date_trunc('quarter', month) as date) as period_start,
        account_key,
        min_by(is_active_at_start, month) as is_active_at_start,
        max_by(is_active_at_end, month) as is_active_at_end
    from retention
    group by all

),

counted as (

    select
        period_type,
        period_start,
        count(*) filter (where is_active_at_start and not is_active_at_end)
            as churned,
        count(*) filter (where is_active_at_start) as at_start,
        count(*) filter (where is_active_at_end) as at_end,
        count(*) filter (where is_active_at_start or is_active_at_end)
            as at_either
    from account_periods
    group by all

),

metrics as (

    select
        'customer_churn_rate' as metric,
        period_type,
        period_start,
        'all' as segment_type,
        'all' as segment_value,
        churned as numerator,
        cast(at_start as decimal(28, 6)) as denominator
    from counted

    union all

    select
        'churn_rate_of_all' as metric,
        period_type,
        period_start,
        'all' as segment_type,
        'all' as segment_value,
        churned as numerator,
        cast(at_either as decimal(28, 6)) as denominator
    from counted

    union all

    select
        'churn_rate_of_mean' as metric,
        period_type,
        period_start,
        'all' as segment_type,
        'all' as segment_value,
        churned as numerator,
        cast(
            cast(at_start + at_end as decimal(18, 6)) * 0.5 as decimal(28, 6)
        ) as denominator
    from counted

),

rows_of_kpi as (

    select
        metric,
        period_type,
        period_start,
        segment_type,
        segment_value,
        cast(numerator as decimal(28, 6)) as numerator,
        cast(denominator as decimal(28, 6)) as denominator,
        cast(null as date) as settled_on
    from metrics

)

select * from rows_of_kpi
