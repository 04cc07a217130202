with

acquisition as (

    select * from {{ ref('fct_acquisition') }}

),

promise_weekly as (

    select * from {{ ref('promise_weekly') }}

),

activation as (

    select * from {{ ref('fct_activation') }}

),

hand_offs as (

    select
        is_conforming,
        cast(
            date_trunc('week', {{ business_date('handed_off_at') }}) as date
        ) as week
    from activation
    where handed_off_at is not null

),

-- Promises may share a channel: purity counts each hand-off once.
weeks as (

    select distinct week from promise_weekly

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
        cast(delivered as decimal(28, 6)) as numerator,
        cast(promised as decimal(28, 6)) as denominator
    from promise_weekly

    union all

    select
        'promise_attainment' as metric,
        'week' as period_type,
        week as period_start,
        'all' as segment_type,
        'all' as segment_value,
        cast(sum(delivered) as decimal(28, 6)) as numerator,
        cast(sum(promised) as decimal(28, 6)) as denominator
    from promise_weekly
    group by week

    union all

    select
        'hand_off_purity' as metric,
        'week' as period_type,
        weeks.week as period_start,
        'all' as segment_type,
        'all' as segment_value,
        count(*) filter (where hand_offs.is_conforming) as numerator,
        count(hand_offs.week) as denominator
    from weeks
    left join hand_offs on weeks.week = hand_offs.week
    group by weeks.week

)

select * from metrics
