with

renewals as (

    select * from {{ ref('fct_renewal') }}

),

metrics as (

    select
        'renewal_rate' as metric,
        cast(date_trunc('month', due_on) as date) as period_start,
        'all' as segment_type,
        'all' as segment_value,
        count(*) filter (where outcome = 'renewed') as numerator,
        count(*) filter (where outcome <> 'pending') as denominator
    from renewals
    where is_due
    group by 2

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
        cast(period_start + interval 1 month as date)
        + {{ var('renewal_grace_days') }} - 1 as settled_on
    from metrics

)

select * from rows_of_kpi
