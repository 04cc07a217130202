with

facebook_stats as (

    select * from {{ ref('stg_facebook_ads__basic_ad') }}

),

latest_facebook_ads as (

    select * from {{ ref('int_latest_facebook_ads') }}

),

ad_claims as (

    select * from {{ ref('int_facebook_ads_claims') }}

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

)

select * from ad_days
