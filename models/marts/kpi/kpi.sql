with

awareness as (

    select * from {{ ref('int_kpi_awareness') }}

),

acquisition as (

    select * from {{ ref('int_kpi_acquisition') }}

),

activation as (

    select * from {{ ref('int_kpi_activation') }}

),

customers as (

    select * from {{ ref('int_kpi_customers') }}

),

metrics as (

    select * from {{ ref('metrics') }}

),

unioned as (

    select
        metric,
        'month' as period_type,
        period_start,
        segment_type,
        segment_value,
        numerator,
        denominator
    from awareness

    union all

    select
        metric,
        period_type,
        period_start,
        segment_type,
        segment_value,
        numerator,
        denominator
    from acquisition

    union all

    select
        metric,
        period_type,
        period_start,
        segment_type,
        segment_value,
        numerator,
        denominator
    from activation

    union all

    select
        metric,
        'month' as period_type,
        period_start,
        segment_type,
        segment_value,
        numerator,
        denominator
    from customers

),

bounded as (

    select
        *,
        cast(
            case period_type
                when 'week' then period_start + interval 7 day
                else period_start + interval 1 month
            end as date
        ) as period_end
    from unioned

),

kpi as (

    select
        metrics.pillar,
        bounded.metric,
        bounded.period_type,
        bounded.period_start,
        bounded.period_end,
        bounded.segment_type,
        bounded.segment_value,
        cast(bounded.numerator as decimal(28, 6)) as numerator,
        cast(bounded.denominator as decimal(28, 6)) as denominator,
        bounded.period_end > {{ business_date(as_of()) }} as is_provisional
    from bounded
    inner join metrics on bounded.metric = metrics.metric

)

select * from kpi
