with

visitor_days as (

    select * from {{ ref('fct_visitor_day') }}

),

sign_ups as (

    select * from {{ ref('fct_newsletter_sign_up') }}

),

visitors as (

    select
        cast(date_trunc('month', day_on) as date) as month,
        count(distinct visitor_key) as visitors
    from visitor_days
    where newsletter_page_views > 0 and visitor_key is not null
    group by date_trunc('month', day_on)

),

-- Whoever signs up elsewhere than on the site was no visitor, so
-- the rate may exceed one.
tried as (

    select
        month,
        0 as sign_ups,
        visitors
    from visitors

    union all

    select
        cast(date_trunc('month', signed_up_on) as date) as month,
        1 as sign_ups,
        0 as visitors
    from sign_ups

),

metrics as (

    select
        'newsletter_visitors' as metric,
        month as period_start,
        visitors as numerator,
        null as denominator
    from visitors

    union all

    select
        'newsletter_signup_rate' as metric,
        month as period_start,
        sum(sign_ups) as numerator,
        sum(visitors) as denominator
    from tried
    group by month

),

rows_of_kpi as (

    select
        metric,
        'month' as period_type,
        period_start,
        'all' as segment_type,
        'all' as segment_value,
        cast(numerator as decimal(28, 6)) as numerator,
        cast(denominator as decimal(28, 6)) as denominator,
        cast(period_start + interval 1 month as date) + 3 as settled_on
    from metrics

)

select * from rows_of_kpi
