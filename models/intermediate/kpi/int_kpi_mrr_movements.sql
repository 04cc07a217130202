with

movements as (

    select * from {{ ref('mrr_movement') }}

),

metrics as (

    select
        'mrr_movements' as metric,
        month as period_start,
        'movement_type' as segment_type,
        movement_type as segment_value,
        amount as numerator,
        cast(null as decimal(28, 6)) as denominator
    from movements
    where currency = 'all'

    union all

    select
        'mrr_movements' as metric,
        month as period_start,
        'all' as segment_type,
        'all' as segment_value,
        sum(amount) as numerator,
        cast(null as decimal(28, 6)) as denominator
    from movements
    where currency = 'all'
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
