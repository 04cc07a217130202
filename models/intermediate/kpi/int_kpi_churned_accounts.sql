with

retention as (

    select * from {{ ref('fct_retention') }}

),

metrics as (

    select
        'churned_accounts' as metric,
        month as period_start,
        'end_reason' as segment_type,
        end_reason as segment_value,
        count(*) as numerator,
        cast(null as decimal(28, 6)) as denominator
    from retention
    where is_churned
    group by month, end_reason

    union all

    select
        'churned_accounts' as metric,
        month as period_start,
        'all' as segment_type,
        'all' as segment_value,
        count(*) as numerator,
        cast(null as decimal(28, 6)) as denominator
    from retention
    where is_churned
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
