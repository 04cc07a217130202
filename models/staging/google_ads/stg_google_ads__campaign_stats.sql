with

source as (

    select * from {{ source('google_ads', 'campaign_stats') }}

),

renamed as (

    select

        ---------- ids
        _fivetran_id as report_row_id,
        try_cast(id as bigint) as campaign_id,
        try_cast(customer_id as bigint) as ad_account_id,

        ---------- text
        device,
        ad_network_type as network,

        ---------- numbers
        try_cast(impressions as bigint) as impressions,
        try_cast(clicks as bigint) as clicks,
        try_cast(interactions as bigint) as interactions,
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

    from source

)

select * from renamed
