with

retention as (

    select * from {{ ref('fct_retention') }}

),

revenue as (

    select * from {{ ref('fct_revenue') }}

),

ambassadors as (

    select * from {{ ref('ambassadors_monthly') }}

),

metrics as (

    select
        'customer_churn_rate' as metric,
        month as period_start,
        'all' as segment_type,
        'all' as segment_value,
        count(*) filter (where is_churned) as numerator,
        count(*) filter (where is_active_at_start) as denominator
    from retention
    group by month

    union all

    select
        'renewal_rate' as metric,
        month as period_start,
        'all' as segment_type,
        'all' as segment_value,
        sum(contracts_renewed) as numerator,
        sum(contracts_due) as denominator
    from retention
    where contracts_due > 0
    group by month

    union all

    select
        'ambassador_share' as metric,
        month as period_start,
        'window' as segment_type,
        'ever' as segment_value,
        ambassadors_ever as numerator,
        active_accounts as denominator
    from ambassadors

    union all

    select
        'ambassador_share' as metric,
        month as period_start,
        'all' as segment_type,
        'all' as segment_value,
        ambassadors_trailing as numerator,
        active_accounts as denominator
    from ambassadors

    union all

    select
        'monthly_recurring_revenue' as metric,
        month as period_start,
        'currency' as segment_type,
        currency as segment_value,
        sum(closing_mrr) as numerator,
        null as denominator
    from revenue
    group by month, currency

    union all

    select
        'monthly_recurring_revenue' as metric,
        month as period_start,
        'all' as segment_type,
        'all' as segment_value,
        sum(closing_mrr_reporting) as numerator,
        null as denominator
    from revenue
    group by month

    union all

    select
        'average_revenue_per_customer' as metric,
        month as period_start,
        'all' as segment_type,
        'all' as segment_value,
        sum(closing_mrr_reporting) as numerator,
        count(distinct account_key) as denominator
    from revenue
    where closing_mrr > 0
    group by month

)

select * from metrics
