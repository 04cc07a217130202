with

ambassadors as (

    select * from {{ ref('ambassadors_monthly') }}

),

acquisition as (

    select * from {{ ref('fct_acquisition') }}

),

referrals as (

    select * from {{ ref('fct_referral') }}

),

leads as (

    select
        cast(date_trunc('month', qualified_on) as date) as month,
        is_referred
    from acquisition

),

published as (

    select
        cast(date_trunc('month', acted_on) as date) as month,
        polarity
    from referrals
    where act_type <> 'invitation' and acted_on is not null

),

metrics as (

    select
        'ambassador_share' as metric,
        month as period_start,
        'all' as segment_type,
        'all' as segment_value,
        ambassadors_trailing as numerator,
        active_accounts as denominator
    from ambassadors
    where act_type = 'all'

    union all

    select
        'ambassador_share' as metric,
        month as period_start,
        'window' as segment_type,
        'ever' as segment_value,
        ambassadors_ever as numerator,
        active_accounts as denominator
    from ambassadors
    where act_type = 'all'

    union all

    select
        'ambassador_share' as metric,
        month as period_start,
        'act_type' as segment_type,
        act_type as segment_value,
        ambassadors_ever as numerator,
        active_accounts as denominator
    from ambassadors
    where act_type <> 'all'

    union all

    select
        'referred_lead_share' as metric,
        month as period_start,
        'all' as segment_type,
        'all' as segment_value,
        count(*) filter (where is_referred) as numerator,
        count(*) as denominator
    from leads
    group by month

    union all

    select
        'word_of_mouth_polarity' as metric,
        month as period_start,
        'all' as segment_type,
        'all' as segment_value,
        sum(polarity) as numerator,
        count(*) as denominator
    from published
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
