with

google_ads as (

    select * from {{ ref('int_google_ads_performance') }}

),

facebook_ads as (

    select * from {{ ref('int_facebook_ads_performance') }}

),

performance as (

    select * from google_ads

    union all

    select * from facebook_ads

)

select * from performance
