with

actions as (

    select * from {{ ref('stg_facebook_ads__basic_ad_actions') }}

),

platform_conversions as (

    select * from {{ ref('platform_conversions') }}

),

claims as (

    select
        actions.ad_id,
        actions.reported_on,
        cast(sum(actions.value) as decimal(18, 6)) as platform_conversions
    from actions
    inner join platform_conversions
        on actions.action_type = platform_conversions.action_type
    where platform_conversions.platform = 'facebook_ads'
    group by actions.ad_id, actions.reported_on

)

select * from claims
