-- A claim that a join doubled makes a platform look twice as good. Of
-- Facebook's, each type is compared with the actions, and the sum of those
-- that count with the mart.
{{ config(meta={'owner': 'marketing'}) }}

with

google_stats as (

    select * from {{ ref('stg_google_ads__campaign_stats') }}

),

facebook_actions as (

    select * from {{ ref('stg_facebook_ads__basic_ad_actions') }}

),

platform_conversions as (

    select * from {{ ref('platform_conversions') }}

),

claims as (

    select * from {{ ref('int_facebook_ads_claims') }}

),

awareness as (

    select * from {{ ref('fct_awareness') }}

),

reported as (

    select
        'google_ads' as platform,
        conversions
    from google_stats
    where reported_on < {{ business_date(as_of()) }}

    union all

    select
        'facebook_ads' as platform,
        claimed_conversions as conversions
    from claims
    where is_counted and reported_on < {{ business_date(as_of()) }}

    union all

    select
        facebook_actions.action_type as platform,
        facebook_actions.value as conversions
    from facebook_actions
    inner join platform_conversions
        on facebook_actions.action_type = platform_conversions.action_type
    where
        platform_conversions.platform = 'facebook_ads'
        and platform_conversions.is_conversion
        and facebook_actions.value is not null

),

compared as (

    select
        platform,
        sum(conversions) as conversions_in,
        0 as conversions_out
    from reported
    group by platform

    union all

    select
        action_type as platform,
        0 as conversions_in,
        sum(claimed_conversions) as conversions_out
    from claims
    group by action_type

    union all

    select
        platform,
        0 as conversions_in,
        sum(platform_conversions) as conversions_out
    from awareness
    where platform_conversions is not null
    group by platform

),

untied as (

    select
        platform,
        sum(conversions_in) as conversions_in,
        sum(conversions_out) as conversions_out
    from compared
    group by platform
    having sum(conversions_in) <> sum(conversions_out)

)

select * from untied
