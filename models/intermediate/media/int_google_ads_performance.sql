with

google_stats as (

    select * from {{ ref('stg_google_ads__campaign_stats') }}

),

google_campaigns as (

    select * from {{ ref('stg_google_ads__campaign_history') }}

),

google_accounts as (

    select * from {{ ref('stg_google_ads__account_history') }}

),

latest_google_campaigns as (

    select
        campaign_id,
        max_by(campaign_name, updated_at) as campaign_name
    from google_campaigns
    group by campaign_id

),

latest_google_accounts as (

    select
        ad_account_id,
        max_by(currency, updated_at) as currency,
        max_by(time_zone, updated_at) as account_time_zone
    from google_accounts
    group by ad_account_id

),

google_days as (

    select
        'google_ads' as platform,
        cast(google_stats.ad_account_id as text) as ad_account_id,
        cast(google_stats.campaign_id as text) as campaign_id,
        google_stats.reported_on,
        sum(google_stats.impressions) as impressions,
        cast(null as bigint) as reach,
        sum(google_stats.clicks) as clicks,
        cast(null as bigint) as link_clicks,
        cast(sum(google_stats.conversions) as decimal(18, 6))
            as platform_conversions,
        cast(sum(google_stats.cost) as decimal(18, 6)) as spend
    from google_stats
    group by
        google_stats.ad_account_id,
        google_stats.campaign_id,
        google_stats.reported_on

),

performance as (

    select
        google_days.*,
        latest_google_campaigns.campaign_name,
        latest_google_accounts.currency,
        latest_google_accounts.account_time_zone,
        'paid_search' as channel
    from google_days
    left join latest_google_campaigns
        on
            google_days.campaign_id
            = cast(latest_google_campaigns.campaign_id as text)
    left join latest_google_accounts
        on
            google_days.ad_account_id
            = cast(latest_google_accounts.ad_account_id as text)

)

select * from performance
