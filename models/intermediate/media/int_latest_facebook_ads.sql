with

facebook_ads as (

    select * from {{ ref('stg_facebook_ads__ad_history') }}

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

)

select * from latest_facebook_ads
