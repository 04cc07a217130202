with

acquisition as (

    select * from {{ ref('fct_acquisition') }}

),

activation as (

    select * from {{ ref('fct_activation') }}

),

-- What is measured of each unit, in the month of the day that ends it, of an
-- answer in that of the hand-off.
units as (

    select
        'days_to_qualification' as measure,
        qualified_on as day_on,
        source_channel,
        cast(days_to_qualification as bigint) as measured
    from acquisition
    where days_to_qualification is not null

    union all

    select
        'days_to_win' as measure,
        closed_on as day_on,
        source_channel,
        cast(days_to_activation as bigint) as measured
    from activation
    where days_to_activation is not null

    union all

    select
        'response_seconds' as measure,
        handed_off_on as day_on,
        source_channel,
        response_business_seconds as measured
    from activation
    where sla_policy_id is not null and first_human_touch_at is not null

),

segmented as (

    select
        measure,
        cast(date_trunc('month', day_on) as date) as period_start,
        'all' as segment_type,
        'all' as segment_value,
        measured
    from units

    union all

    select
        measure,
        cast(date_trunc('month', day_on) as date) as period_start,
        'channel' as segment_type,
        source_channel as segment_value,
        measured
    from units

),

quantiles as (

    select
        measure,
        period_start,
        segment_type,
        segment_value,
        median(measured) as middle,
        percentile_disc(0.9) within group (order by measured) as highest,
        count(*) as units
    from segmented
    group by measure, period_start, segment_type, segment_value

),

rows_of_kpi as (

    select
        measure || '_median' as metric,
        'month' as period_type,
        period_start,
        segment_type,
        segment_value,
        cast(middle as decimal(28, 6)) as numerator,
        cast(units as decimal(28, 6)) as denominator,
        cast(null as date) as settled_on
    from quantiles

    union all

    select
        measure || '_p90' as metric,
        'month' as period_type,
        period_start,
        segment_type,
        segment_value,
        cast(highest as decimal(28, 6)) as numerator,
        cast(units as decimal(28, 6)) as denominator,
        cast(null as date) as settled_on
    from quantiles

)

select * from rows_of_kpi
