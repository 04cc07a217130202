-- Spend that a join dropped makes every cost per lead look better than it is.
{{ config(meta={'owner': 'marketing'}) }}

with

google_stats as (

    select * from {{ ref('stg_google_ads__campaign_stats') }}

),

facebook_stats as (

    select * from {{ ref('stg_facebook_ads__basic_ad') }}

),

awareness as (

    select * from {{ ref('fct_awareness') }}

),

reported as (

    select
        'google_ads' as platform,
        cost as spend
    from google_stats
    where reported_on < {{ business_date(as_of()) }}

    union all

    select
        'facebook_ads' as platform,
        spend
    from facebook_stats
    where reported_on < {{ business_date(as_of()) }}

),

compared as (

    select
        platform,
        sum(spend) as spend_in,
        0 as spend_out
    from reported
    group by platform

    union all

    select
        platform,
        0 as spend_in,
        sum(spend_local) as spend_out
    from awareness
    where spend_local is not null
    group by platform

),

untied as (

    select
        platform,
        sum(spend_in) as spend_in,
        sum(spend_out) as spend_out
    from compared
    group by platform
    having sum(spend_in) <> sum(spend_out)

)

select * from untied
