with

ad_performance as (

    select * from {{ ref('int_ad_performance') }}

),

ad_days as (

    select
        reported_on as day_on,
        platform,
        ad_account_id as account_id,
        campaign_id,
        channel,
        account_time_zone,
        impressions,
        reach,
        clicks,
        link_clicks,
        platform_conversions,
        cast(null as bigint) as engagements,
        cast(null as bigint) as followers,
        cast(null as bigint) as sessions,
        cast(null as bigint) as measured_sessions,
        cast(null as bigint) as engaged_sessions,
        cast(null as bigint) as single_page_sessions,
        cast(null as bigint) as page_views,
        cast(null as bigint) as visitors,
        spend as spend_local,
        currency,
        30 as days_restated
    from ad_performance
    where reported_on < {{ business_date(as_of()) }}

)

select * from ad_days
