with

revenue as (

    select * from {{ ref('fct_revenue') }}

),

by_segment as (

    select
        month,
        'all' as segment_type,
        'all' as segment_value,
        movement_type,
        opening_mrr_at_month_rate as opening,
        movement_reporting as movement
    from revenue

    union all

    select
        month,
        'currency' as segment_type,
        currency as segment_value,
        movement_type,
        opening_mrr as opening,
        movement_amount as movement
    from revenue

),

-- What is new or comes back retains nothing.
retained as (

    select
        month,
        segment_type,
        segment_value,
        coalesce(sum(opening), 0) as opening,
        coalesce(sum(movement) filter (where movement_type = 'expansion'), 0)
            as expansion,
        coalesce(sum(movement) filter (where movement_type = 'contraction'), 0)
            as contraction,
        coalesce(sum(movement) filter (where movement_type = 'churn'), 0)
            as churn
    from by_segment
    group by month, segment_type, segment_value

),

metrics as (

    select
        'gross_revenue_retention' as metric,
        month as period_start,
        segment_type,
        segment_value,
        opening + contraction + churn as numerator,
        opening as denominator
    from retained

    union all

    select
        'net_revenue_retention' as metric,
        month as period_start,
        segment_type,
        segment_value,
        opening + expansion + contraction + churn as numerator,
        opening as denominator
    from retained

    union all

    select
        'revenue_churn_rate' as metric,
        month as period_start,
        segment_type,
        segment_value,
        -churn as numerator,
        opening as denominator
    from retained
    where segment_type = 'all'

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
