with

revenue as (

    select * from {{ ref('fct_revenue') }}

),

product_revenue as (

    select * from {{ ref('fct_product_revenue') }}

),

by_segment as (

    select
        month,
        account_key,
        'all' as segment_type,
        'all' as segment_value,
        closing_mrr,
        closing_mrr_reporting as amount,
        paused_mrr_reporting as paused_amount
    from revenue

    union all

    select
        month,
        account_key,
        'currency' as segment_type,
        currency as segment_value,
        closing_mrr,
        closing_mrr as amount,
        paused_mrr as paused_amount
    from revenue

),

metrics as (

    select
        'monthly_recurring_revenue' as metric,
        month as period_start,
        segment_type,
        segment_value,
        cast(coalesce(sum(amount), 0) as decimal(28, 6)) as numerator,
        cast(null as bigint) as denominator
    from by_segment
    group by month, segment_type, segment_value

    union all

    select
        'paused_recurring_revenue' as metric,
        month as period_start,
        segment_type,
        segment_value,
        cast(coalesce(sum(paused_amount), 0) as decimal(28, 6)) as numerator,
        cast(null as bigint) as denominator
    from by_segment
    group by month, segment_type, segment_value

    union all

    select
        'average_revenue_per_customer' as metric,
        month as period_start,
        segment_type,
        segment_value,
        cast(coalesce(sum(amount), 0) as decimal(28, 6)) as numerator,
        count(distinct account_key) as denominator
    from by_segment
    where closing_mrr > 0
    group by month, segment_type, segment_value

    union all

    select
        'products_per_account' as metric,
        month as period_start,
        'all' as segment_type,
        'all' as segment_value,
        cast(count(*) as decimal(28, 6)) as numerator,
        count(distinct account_key) as denominator
    from (
        select distinct
            month,
            account_key,
            product
        from product_revenue
        where contracts > 0
    ) as account_products
    group by month

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
