with

revenue as (

    select * from {{ ref('fct_revenue') }}

),

accounts as (

    select * from {{ ref('dim_account') }}

),

upsells as (

    select * from {{ ref('fct_upsell') }}

),

origins as (

    select
        revenue.month,
        coalesce(revenue.closing_mrr_reporting, 0) as mrr,
        accounts.origin_team = 'marketing' as is_sourced,
        accounts.is_marketing_influenced as is_influenced
    from revenue
    inner join accounts on revenue.account_key = accounts.account_key

),

upsells_by_segment as (

    select
        month,
        'all' as segment_type,
        'all' as segment_value,
        is_upsold
    from upsells

    union all

    select
        month,
        'path' as segment_type,
        upsell_path as segment_value,
        is_upsold
    from upsells

),

metrics as (

    select
        'marketing_sourced_revenue_share' as metric,
        month as period_start,
        'all' as segment_type,
        'all' as segment_value,
        sum(case when is_sourced then mrr else 0 end) as numerator,
        sum(mrr) as denominator
    from origins
    group by month

    union all

    select
        'marketing_influenced_revenue_share' as metric,
        month as period_start,
        'all' as segment_type,
        'all' as segment_value,
        sum(case when is_influenced then mrr else 0 end) as numerator,
        sum(mrr) as denominator
    from origins
    group by month

    union all

    select
        'upsell_rate' as metric,
        month as period_start,
        segment_type,
        segment_value,
        cast(count(*) filter (where is_upsold) as decimal(28, 2)) as numerator,
        cast(count(*) as decimal(28, 2)) as denominator
    from upsells_by_segment
    group by month, segment_type, segment_value

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
