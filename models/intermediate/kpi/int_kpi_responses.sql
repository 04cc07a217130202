with

activation as (

    select * from {{ ref('fct_activation') }}

),

hand_offs as (

    select * from activation
    where handed_off_on is not null

),

segmented as (

    select
        'all' as segment_type,
        'all' as segment_value,
        hand_offs.*
    from hand_offs

    union all

    select
        'channel' as segment_type,
        source_channel as segment_value,
        hand_offs.*
    from hand_offs

),

metrics as (

    select
        'touches_per_hand_off' as metric,
        'month' as period_type,
        cast(date_trunc('month', handed_off_on) as date) as period_start,
        segment_type,
        segment_value,
        sum(touches_7_days) as numerator,
        count(*) as denominator
    from segmented
    where sla_policy_id is not null
    group by 3, 4, 5

    union all

    select
        'sla_met_rate' as metric,
        'month' as period_type,
        cast(date_trunc('month', handed_off_on) as date) as period_start,
        segment_type,
        segment_value,
        count(*) filter (where sla_status = 'met') as numerator,
        count(*) as denominator
    from segmented
    where sla_status in ('met', 'breached', 'open_overdue')
    group by 3, 4, 5

    union all

    select
        'feedback_coverage' as metric,
        'week' as period_type,
        handed_off_week as period_start,
        segment_type,
        segment_value,
        count(*) filter (where has_timely_feedback) as numerator,
        count(*) as denominator
    from segmented
    where segment_type = 'all'
    group by 3, 4, 5

),

-- Sales has until the end of the week after to say what a lead was worth.
rows_of_kpi as (

    select
        metric,
        period_type,
        period_start,
        segment_type,
        segment_value,
        cast(numerator as decimal(28, 6)) as numerator,
        cast(denominator as decimal(28, 6)) as denominator,
        case
            when metric = 'feedback_coverage' then period_start + 14
        end as settled_on
    from metrics

)

select * from rows_of_kpi
