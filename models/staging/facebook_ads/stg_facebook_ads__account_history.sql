with

source as (

    select * from {{ source('facebook_ads', 'account_history') }}

),

renamed as (

    select

        ---------- ids
        try_cast(id as bigint) as ad_account_id,

        ---------- text
        name as account_name,
        account_status,
        business_country_code as country_code,
        business_state,
        upper(currency) as currency,
        timezone_name as time_zone,

        ---------- numbers
        try_cast(timezone_offset_hours_utc as double) as time_zone_offset_hours,

        ---------- money
        try_cast(min_daily_budget as bigint) as minimum_daily_budget,

        ---------- times
        try_cast(created_time as timestamp) as created_at,
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
