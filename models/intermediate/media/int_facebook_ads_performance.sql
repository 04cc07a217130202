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

ad_claims as (

    select * from {{ ref('int_facebook_ads_claims') }}

),

latest_facebook_ads as (

    select
        ad_id,
        max_by(campaign_id, updated_at) as campaign_id,
        max_by(ad_account_id, updated_at) filter (
            where ad_account_id is not null
        ) as ad_account_id
    from facebook_ads
    group by ad_id

),

-- An ad without any version is known by the days on which it ran.
accounts_of_days as (

    select
        ad_id,
        max_by(ad_account_id, reported_on) as ad_account_id
    from facebook_stats
    group by ad_id

),

counted_claims as (

    select
        ad_id,
        reported_on,
        sum(claimed_conversions) as platform_conversions
    from ad_claims
    where is_counted
    group by ad_id, reported_on

),

-- A conversion may come days after the ad was last shown: on
-- such a day it was shown to nobody, and cost nothing.
ad_days as (

    select
        facebook_stats.ad_id,
        facebook_stats.ad_account_id,
        facebook_stats.reported_on,
        facebook_stats.impressions,
        facebook_stats.reach,
        facebook_stats.link_clicks,
        facebook_stats.spend,
        coalesce(counted_claims.platform_conversions, 0)
            as platform_conversions,
        true as is_shown
    from facebook_stats
    left join counted_claims
        on
            facebook_stats.ad_id = counted_claims.ad_id
            and facebook_stats.reported_on = counted_claims.reported_on

    union all

    select
        counted_claims.ad_id,
        coalesce(
            latest_facebook_ads.ad_account_id, accounts_of_days.ad_account_id
        ) as ad_account_id,
        counted_claims.reported_on,
        0 as impressions,
        cast(null as bigint) as reach,
        cast(null as bigint) as link_clicks,
        0 as spend,
        counted_claims.platform_conversions,
        false as is_shown
    from counted_claims
    left join facebook_stats
        on
            counted_claims.ad_id = facebook_stats.ad_id
            and counted_claims.reported_on = facebook_stats.reported_on
    left join latest_facebook_ads
        on counted_claims.ad_id = latest_facebook_ads.ad_id
    left join accounts_of_days
        on counted_claims.ad_id = accounts_of_days.ad_id
    where facebook_stats.ad_id is null

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
