with

ad_days as (

    select * from {{ ref('int_facebook_ad_days') }}

),

latest_facebook_ads as (

    select * from {{ ref('int_latest_facebook_ads') }}

),

facebook_campaigns as (

    select * from {{ ref('stg_facebook_ads__campaign_history') }}

),

facebook_accounts as (

    select * from {{ ref('stg_facebook_ads__account_history') }}

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
        max_by(currency, recorded_at) filter (where currency is not null)
            as currency,
        max_by(time_zone, recorded_at) filter (where time_zone is not null)
            as account_time_zone
    from facebook_accounts
    group by ad_account_id

),

-- How many people several ads of a day reached together
-- nobody knows: they share readers.
facebook_days as (

    select
        'facebook_ads' as platform,
        cast(ad_days.ad_account_id as text) as ad_account_id,
        cast(latest_facebook_ads.campaign_id as text) as campaign_id,
        ad_days.reported_on,
        sum(ad_days.impressions) as impressions,
        case
            when count(*) filter (where ad_days.is_shown) = 1
                then max(ad_days.reach)
        end as reach,
        cast(null as bigint) as clicks,
        sum(ad_days.link_clicks) as link_clicks,
        cast(sum(ad_days.platform_conversions) as decimal(18, 6))
            as platform_conversions,
        cast(sum(ad_days.spend) as decimal(18, 6)) as spend
    from ad_days
    left join latest_facebook_ads
        on ad_days.ad_id = latest_facebook_ads.ad_id
    group by
        ad_days.ad_account_id,
        latest_facebook_ads.campaign_id,
        ad_days.reported_on

),

performance as (

    select
        facebook_days.*,
        latest_facebook_campaigns.campaign_name,
        latest_facebook_accounts.currency,
        latest_facebook_accounts.account_time_zone,
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
