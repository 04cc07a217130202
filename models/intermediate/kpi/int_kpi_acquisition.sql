with

acquisition as (

    select * from {{ ref('fct_acquisition') }}

),

promise_weekly as (

    select * from {{ ref('promise_weekly') }}

),

qualified_by_segment as (

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

),

metrics as (

    select
        'qualified_leads' as metric,
        'month' as period_type,
        period_start,
        segment_type,
        segment_value,
        count(*) as numerator,
        cast(null as bigint) as denominator
    from qualified_by_segment
    group by period_start, segment_type, segment_value

    union all

    select
        'promise_attainment' as metric,
        'week' as period_type,
        week as period_start,
        'promise' as segment_type,
        promise_id as segment_value,
        conforming as numerator,
        promised_per_week as denominator
    from promise_weekly

    union all

    select
        'promise_attainment' as metric,
        'week' as period_type,
        week as period_start,
        'all' as segment_type,
        'all' as segment_value,
        sum(conforming) as numerator,
        sum(promised_per_week) as denominator
    from promise_weekly
    group by week

    union all

    select
        'hand_off_purity' as metric,
        'week' as period_type,
        week as period_start,
        'all' as segment_type,
        'all' as segment_value,
        max(conforming) as numerator,
        max(conforming + non_conforming) as denominator
    from promise_weekly
    group by week

)

select * from metrics
