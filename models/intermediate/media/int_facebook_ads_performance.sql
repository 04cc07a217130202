with

facebook_stats as (

    select * from {{ ref('stg_facebook_ads__basic_ad') }}

),

facebook_ads as (

    select * from {{ ref('stg_facebook_ads__ad_history') }}

),

facebook_campaigns as (

    select * from {{ ref('stg_facebook_ads__campaign_history') }}

),

facebook_accounts as (

    select * from {{ ref('stg_facebook_ads__account_history') }}

),

latest_facebook_ads as (

    select
        ad_id,
        max_by(campaign_id, updated_at) as campaign_id
    from facebook_ads
    group by ad_id

),

latest_facebook_campaigns as (

    select
        campaign_id,
        max_by(campaign_name, updated_at) as campaign_name
    from facebook_campaigns
    group by campaign_id

),

latest_facebook_accounts as (

    select
        ad_account_id,
        max_by(currency, recorded_at) as currency
    from facebook_accounts
    where currency is not null
    group by ad_account_id

),

facebook_days as (

    select
        'facebook_ads' as platform,
        cast(facebook_stats.ad_account_id as text) as ad_account_id,
        cast(latest_facebook_ads.campaign_id as text) as campaign_id,
        facebook_stats.reported_on,
        sum(facebook_stats.impressions) as impressions,
        case
            when count(*) = 1 then max(facebook_stats.reach)
        end as reach,
        cast(null as bigint) as clicks,
        sum(facebook_stats.link_clicks) as link_clicks,
        cast(sum(facebook_stats.spend) as decimal(18, 6)) as spend
    from facebook_stats
    left join latest_facebook_ads
        on facebook_stats.ad_id = latest_facebook_ads.ad_id
    group by
        facebook_stats.ad_account_id,
        latest_facebook_ads.campaign_id,
        facebook_stats.reported_on

),

performance as (

    select
        facebook_days.*,
        latest_facebook_campaigns.campaign_name,
        latest_facebook_accounts.currency,
        'paid_social' as channel
    from facebook_days
    left join latest_facebook_campaigns
        on
            facebook_days.campaign_id
            = cast(latest_facebook_campaigns.campaign_id as text)
    left join latest_facebook_accounts
        on
            facebook_days.ad_account_id
            = cast(latest_facebook_accounts.ad_account_id as text)

)

select * from performance
