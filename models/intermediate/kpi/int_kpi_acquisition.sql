with

acquisition as (

    select * from {{ ref('fct_acquisition') }}

),

segmented as (

    select
        'all' as segment_type,
        'all' as segment_value,
        cast(date_trunc('month', qualified_on) as date) as period_start
    from acquisition

    union all

    select
        'channel' as segment_type,
        source_channel as segment_value,
        cast(date_trunc('month', qualified_on) as date) as period_start
    from acquisition

    union all

    select
        'agreement_version' as segment_type,
        cast(agreement_version as text) as segment_value,
        cast(date_trunc('month', qualified_on) as date) as period_start
    from acquisition

    union all

    select
        'origin_team' as segment_type,
        origin_team as segment_value,
        cast(date_trunc('month', qualified_on) as date) as period_start
    from acquisition

),

metrics as (

    select
        'qualified_leads' as metric,
        period_start,
        segment_type,
        segment_value,
        count(*) as numerator,
        null as denominator
    from segmented
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
