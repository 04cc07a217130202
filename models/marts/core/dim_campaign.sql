with

ad_performance as (

    select * from {{ ref('int_ad_performance') }}

),

campaigns as (

    select
        {{ surrogate_key(['platform', 'campaign_id']) }} as campaign_key,
        platform,
        ad_account_id,
        campaign_id,
        max(campaign_name) as campaign_name,
        max(channel) as channel,
        max(currency) as currency,
        min(reported_on) as first_reported_on,
        max(reported_on) as last_reported_on
    from ad_performance
    where campaign_id is not null
    group by platform, ad_account_id, campaign_id

)

select * from campaigns
