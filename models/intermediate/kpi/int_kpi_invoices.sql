with

invoices as (

    select * from {{ ref('fct_invoice') }}

),

by_segment as (

    select
        month,
        kind,
        'all' as segment_type,
        'all' as segment_value,
        amount_reporting as amount,
        refunded_reporting as refunded
    from invoices

    union all

    select
        month,
        kind,
        'currency' as segment_type,
        currency as segment_value,
        amount_local as amount,
        refunded_local as refunded
    from invoices

    union all

    select
        month,
        kind,
        'kind' as segment_type,
        kind as segment_value,
        amount_reporting as amount,
        refunded_reporting as refunded
    from invoices

),

metrics as (

    select
        'invoiced_revenue' as metric,
        month as period_start,
        segment_type,
        segment_value,
        coalesce(sum(amount), 0) as numerator,
        cast(null as bigint) as denominator
    from by_segment
    group by month, segment_type, segment_value

    union all

    select
        'average_basket' as metric,
        month as period_start,
        segment_type,
        segment_value,
        coalesce(sum(amount), 0) - sum(refunded) as numerator,
        count(*) as denominator
    from by_segment
    where kind = 'one_off' and segment_type <> 'kind'
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
