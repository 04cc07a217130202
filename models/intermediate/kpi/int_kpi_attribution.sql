with

attribution as (

    select * from {{ ref('fct_attribution') }}

),

segmented as (

    select
        cast(date_trunc('month', converted_on) as date) as period_start,
        conversion || ':' || model as segment_type,
        channel as segment_value,
        deal_key,
        credit,
        value_reporting
    from attribution

),

-- Each model tells the same conversions once more: there is no total.
metrics as (

    select
        'attributed_conversions' as metric,
        period_start,
        segment_type,
        segment_value,
        sum(credit) as numerator,
        null as denominator
    from segmented
    group by period_start, segment_type, segment_value

    union all

    select
        'attributed_value' as metric,
        period_start,
        segment_type,
        segment_value,
        sum(value_reporting) as numerator,
        null as denominator
    from segmented
    where deal_key is not null
    group by period_start, segment_type, segment_value

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
