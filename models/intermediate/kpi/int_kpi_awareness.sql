with

awareness as (

    select * from {{ ref('fct_awareness') }}

),

site as (

    select
        'all' as segment_type,
        'all' as segment_value,
        cast(date_trunc('month', day_on) as date) as period_start,
        sessions,
        engaged_sessions
    from awareness
    where sessions is not null

    union all

    select
        'channel' as segment_type,
        channel as segment_value,
        cast(date_trunc('month', day_on) as date) as period_start,
        sessions,
        engaged_sessions
    from awareness
    where sessions is not null

),

spend as (

    select
        'all' as segment_type,
        'all' as segment_value,
        cast(date_trunc('month', day_on) as date) as period_start,
        spend_reporting
    from awareness
    where spend_local is not null

    union all

    select
        'channel' as segment_type,
        channel as segment_value,
        cast(date_trunc('month', day_on) as date) as period_start,
        spend_reporting
    from awareness
    where spend_local is not null

),

-- Followers are a stock: the month's number is that of its last day.
last_followers as (

    select
        cast(date_trunc('month', day_on) as date) as period_start,
        platform,
        max_by(followers, day_on) as followers
    from awareness
    where followers is not null
    group by
        cast(date_trunc('month', day_on) as date),
        platform,
        account_id

),

metrics as (

    select
        'engaged_session_rate' as metric,
        period_start,
        segment_type,
        segment_value,
        sum(engaged_sessions) as numerator,
        sum(sessions) as denominator
    from site
    group by period_start, segment_type, segment_value

    union all

    select
        'media_spend' as metric,
        period_start,
        segment_type,
        segment_value,
        sum(spend_reporting) as numerator,
        null as denominator
    from spend
    group by period_start, segment_type, segment_value

    union all

    select
        'followers' as metric,
        period_start,
        'platform' as segment_type,
        platform as segment_value,
        sum(followers) as numerator,
        null as denominator
    from last_followers
    group by period_start, platform

)

select * from metrics
