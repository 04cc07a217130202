-- People who saw two ads would be counted twice in a sum of reach.
{{ config(meta={'owner': 'marketing'}) }}

with

ad_days as (

    select * from {{ ref('stg_facebook_ads__basic_ad') }}

),

awareness as (

    select * from {{ ref('fct_awareness') }}

),

reported as (

    select distinct
        cast(ad_account_id as text) as account_id,
        reported_on,
        reach
    from ad_days

),

-- A reach that no ad of the account reported that day was made up.
made_up as (

    select
        awareness.account_id,
        awareness.campaign_id,
        awareness.day_on,
        awareness.reach
    from awareness
    left join reported
        on
            awareness.account_id = reported.account_id
            and awareness.day_on = reported.reported_on
            and awareness.reach = reported.reach
    where
        awareness.platform = 'facebook_ads'
        and awareness.reach is not null
        and reported.account_id is null

)

select * from made_up
