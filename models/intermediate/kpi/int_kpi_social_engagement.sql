with

awareness as (

    select * from {{ ref('fct_awareness') }}

),

dated as (

    select
        *,
        cast(date_trunc('month', day_on) as date) as period_start
    from awareness

),

reported as (

    select
        period_start,
        platform,
        impressions,
        engagements
    from dated
    where engagements is not null

),

last_followers as (

    select
        period_start,
        platform,
        max_by(followers, day_on) as followers
    from dated
    where followers is not null
    group by period_start, platform, account_id

),

by_followers as (

    select
        period_start,
        platform,
        0 as engagements,
        followers
    from last_followers

    union all

    select
        period_start,
        platform,
        engagements,
        0 as followers
    from reported

),

metrics as (

    select
        'engagement_rate_by_impressions' as metric,
        period_start,
        'all' as segment_type,
        'all' as segment_value,
        sum(engagements) as numerator,
        sum(impressions) as denominator
    from reported
    where impressions is not null
    group by period_start

    union all

    select
        'engagement_rate_by_impressions' as metric,
        period_start,
        'platform' as segment_type,
        platform as segment_value,
        sum(engagements) as numerator,
        sum(impressions) as denominator
    from reported
    where impressions is not null
    group by period_start, platform

    union all

    -- A platform whose followers nobody counted that month has none.
    select
        'engagement_rate_by_followers' as metric,
        period_start,
        'platform' as segment_type,
        platform as segment_value,
        sum(engagements) as numerator,
        sum(followers) as denominator
    from by_followers
    group by period_start, platform
    having sum(followers) > 0

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
