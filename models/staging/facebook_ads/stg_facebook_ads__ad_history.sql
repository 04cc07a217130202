with

source as (

    select * from {{ source('facebook_ads', 'ad_history') }}

),

renamed as (

    select

        ---------- ids
        try_cast(id as bigint) as ad_id,
        try_cast(ad_set_id as bigint) as ad_set_id,
        try_cast(campaign_id as bigint) as campaign_id,
        try_cast(account_id as bigint) as ad_account_id,
        try_cast(creative_id as bigint) as creative_id,

        ---------- text
        name as ad_name,
        conversion_domain,

        ---------- times
        try_cast(updated_time as timestamp) as updated_at,
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
