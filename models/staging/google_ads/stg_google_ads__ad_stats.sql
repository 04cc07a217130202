with

source as (

    select * from {{ source('google_ads', 'ad_stats') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason('google_ads', 'ad_stats') }} as reject_reason
    from deduplicated

),

renamed as (

    select

        ---------- ids
        try_cast(ad_id as bigint) as ad_id,
        -- Some exports hold the id alone, others only the resource
        -- name that ends in it.
        try_cast(
            regexp_extract(coalesce(ad_group_id, ad_group), '[0-9]+$', 0)
            as bigint
        ) as ad_group_id,
        try_cast(
            regexp_extract(keyword_ad_group_criterion, '[0-9]+$', 0) as bigint
        ) as criterion_id,
        try_cast(campaign_id as bigint) as campaign_id,
        try_cast(customer_id as bigint) as ad_account_id,

        ---------- text
        device,
        ad_network_type as network,

        ---------- numbers
        try_cast(impressions as bigint) as impressions,
        try_cast(clicks as bigint) as clicks,
        try_cast(conversions as decimal(18, 6)) as conversions,
        try_cast(view_through_conversions as bigint)
            as view_through_conversions,

        ---------- money
        cast(try_cast(cost_micros as bigint) * 0.000001 as decimal(18, 6))
            as cost,
        try_cast(conversions_value as decimal(18, 6)) as conversion_value,

        ---------- days
        try_cast(date as date) as reported_on,

        ---------- times
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from judged
    where reject_reason is null

)

select * from renamed
