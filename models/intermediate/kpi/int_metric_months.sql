with

kpi as (

    select * from {{ ref('kpi') }}

),

-- A metric counted by weeks has, in a month, the weeks that begin in it.
metric_months as (

    select
        metric,
        cast(date_trunc('month', period_start) as date) as month,
        cast(sum(numerator) as decimal(28, 6)) as numerator,
        cast(sum(denominator) as decimal(28, 6)) as denominator,
        bool_or(is_provisional) as is_provisional
    from kpi
    where segment_type = 'all' and period_type in ('week', 'month')
    group by 1, 2

)

select * from metric_months
