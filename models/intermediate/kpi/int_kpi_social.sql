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

-- Followers are a stock: a month's number is that of its last
-- day with one.
last_followers as (

    select
        period_start,
        platform,
        account_id,
        max_by(followers, day_on) as followers
    from dated
    where followers is not null
    group by period_start, platform, account_id

),

compared as (

    select
        period_start,
        platform,
        followers,
        followers - lag(followers) over (
            partition by platform, account_id
            order by period_start
        ) as net_change
    from last_followers

),

followers_of_month as (

    select
        period_start,
        platform,
        sum(followers) as followers
    from compared
    group by period_start, platform

),

metrics as (

    select
        'followers' as metric,
        period_start,
        platform as segment_value,
        followers as numerator
    from followers_of_month

    union all

    select
        'followers_net_change' as metric,
        period_start,
        platform as segment_value,
        sum(net_change) as numerator
    from compared
    where net_change is not null
    group by period_start, platform

),

rows_of_kpi as (

    select
        metric,
        'month' as period_type,
        period_start,
        'platform' as segment_type,
        segment_value,
        cast(numerator as decimal(28, 6)) as numerator,
        cast(null as decimal(28, 6)) as denominator,
        cast(null as date) as settled_on
    from metrics

)

select * from rows_of_kpi
