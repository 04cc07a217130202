with

source as (

    select * from {{ source('facebook_ads', 'basic_ad') }}

),

renamed as (

    select

        ---------- ids
        try_cast(ad_id as bigint) as ad_id,
        try_cast(account_id as bigint) as ad_account_id,

        ---------- text
        ad_name,
        adset_name as ad_set_name,

        ---------- numbers
        try_cast(impressions as bigint) as impressions,
        try_cast(inline_link_clicks as bigint) as link_clicks,
        try_cast(reach as bigint) as reach,
        try_cast(frequency as double) as frequency,

        ---------- money
        try_cast(spend as decimal(18, 2)) as spend,

        ---------- days
        try_cast(date as date) as reported_on,

        ---------- times
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
