with

margins as (

    select * from {{ ref('fct_account_margin') }}

),

retention as (

    select * from {{ ref('fct_retention') }}

),

summed as (

    select
        month,
        sum(profit) as profit,
        sum(invoiced_revenue - cost_of_goods) as gross_margin,
        sum(invoiced_revenue) as invoiced_revenue
    from margins
    group by month

),

customers as (

    select
        month,
        count(*) filter (where is_active_at_end) as customers
    from retention
    group by month

),

metrics as (

    select
        'profit_per_customer' as metric,
        coalesce(summed.month, customers.month) as period_start,
        'all' as segment_type,
        'all' as segment_value,
        cast(coalesce(summed.profit, 0) as decimal(28, 6)) as numerator,
        cast(coalesce(customers.customers, 0) as decimal(28, 6)) as denominator
    from summed
    full join customers on summed.month = customers.month

    union all

    select
        'gross_margin_share' as metric,
        month as period_start,
        'all' as segment_type,
        'all' as segment_value,
        cast(gross_margin as decimal(28, 6)) as numerator,
        cast(invoiced_revenue as decimal(28, 6)) as denominator
    from summed

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
