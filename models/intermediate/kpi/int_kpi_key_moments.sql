with

key_moments as (

    select * from {{ ref('fct_key_moment') }}

),

segments as (

    select
        'all' as segment_type,
        'all' as segment_value,
        cast(date_trunc('month', due_on) as date) as period_start,
        is_reached,
        is_recovered
    from key_moments

    union all

    select
        'moment' as segment_type,
        moment as segment_value,
        cast(date_trunc('month', due_on) as date) as period_start,
        is_reached,
        is_recovered
    from key_moments

),

metrics as (

    select
        'key_moments_reached_rate' as metric,
        period_start,
        segment_type,
        segment_value,
        count(*) filter (where is_reached) as numerator,
        count(*) as denominator
    from segments
    group by period_start, segment_type, segment_value

    union all

    select
        'key_moments_recovered_rate' as metric,
        period_start,
        segment_type,
        segment_value,
        count(*) filter (where is_recovered) as numerator,
        count(*) as denominator
    from segments
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
