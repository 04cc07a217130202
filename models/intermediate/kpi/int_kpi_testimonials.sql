with

referrals as (

    select * from {{ ref('fct_referral') }}

),

testimonials as (

    select
        cast(date_trunc('month', asked_on) as date) as month,
        act_type,
        is_answered,
        is_permitted,
        is_published
    from referrals
    where
        act_type in ('testimonial', 'case_study', 'reference_call')
        and asked_on is not null

),

segments as (

    select
        'all' as segment_type,
        'all' as segment_value,
        testimonials.*
    from testimonials

    union all

    select
        'act_type' as segment_type,
        act_type as segment_value,
        testimonials.*
    from testimonials

),

counted as (

    select
        month as period_start,
        segment_type,
        segment_value,
        count(*) as asked,
        count(*) filter (where is_answered) as answered,
        count(*) filter (where is_permitted) as permitted,
        count(*) filter (where is_published) as published
    from segments
    group by month, segment_type, segment_value

),

metrics as (

    select
        'testimonials_asked' as metric,
        counted.*,
        asked as numerator,
        cast(null as bigint) as denominator
    from counted

    union all

    select
        'testimonials_answered' as metric,
        counted.*,
        answered as numerator,
        cast(null as bigint) as denominator
    from counted

    union all

    select
        'testimonials_permitted' as metric,
        counted.*,
        permitted as numerator,
        cast(null as bigint) as denominator
    from counted

    union all

    select
        'testimonials_published' as metric,
        counted.*,
        published as numerator,
        cast(null as bigint) as denominator
    from counted

    union all

    select
        'social_proof_yield' as metric,
        counted.*,
        published as numerator,
        asked as denominator
    from counted

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
