with

surveys as (

    select * from {{ ref('fct_survey_response') }}

),

nps_answers as (

    select * from {{ ref('fct_nps_answer') }}

),

sent as (

    select
        'all' as segment_type,
        'all' as segment_value,
        cast(date_trunc('month', sent_on) as date) as period_start,
        is_answered
    from surveys
    where sent_on is not null

    union all

    select
        'kind' as segment_type,
        kind as segment_value,
        cast(date_trunc('month', sent_on) as date) as period_start,
        is_answered
    from surveys
    where sent_on is not null

),

satisfied as (

    select
        cast(date_trunc('month', answered_on) as date) as month,
        is_satisfied
    from surveys
    where is_satisfied is not null

),

-- A score of a handful of people says who answered, not how customers feel.
metrics as (

    select
        'nps' as metric,
        month as period_start,
        'all' as segment_type,
        'all' as segment_value,
        sum(net_promoter) as numerator,
        count(*) as denominator
    from nps_answers
    group by month
    having count(*) >= {{ var('smallest_sample') }}

    union all

    select
        'survey_response_rate' as metric,
        period_start,
        segment_type,
        segment_value,
        count(*) filter (where is_answered) as numerator,
        count(*) as denominator
    from sent
    group by period_start, segment_type, segment_value

    union all

    select
        'csat_satisfied_rate' as metric,
        month as period_start,
        'all' as segment_type,
        'all' as segment_value,
        count(*) filter (where is_satisfied) as numerator,
        count(*) as denominator
    from satisfied
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
