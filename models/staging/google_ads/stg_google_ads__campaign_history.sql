with

source as (

    select * from {{ source('google_ads', 'campaign_history') }}

),

renamed as (

    select

        ---------- ids
        try_cast(id as bigint) as campaign_id,
        try_cast(customer_id as bigint) as ad_account_id,

        ---------- text
        name as campaign_name,
        advertising_channel_type as advertising_channel,
        advertising_channel_subtype,
        status,
        serving_status,
        tracking_url_template,

        ---------- booleans
        try_cast(_fivetran_active as boolean) as is_current,

        ---------- days
        try_cast(start_date as date) as started_on,
        try_cast(end_date as date) as ended_on,

        ---------- times
        try_cast(updated_at as timestamp) as updated_at,
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
