with

source as (

    select * from {{ source('google_ads', 'account_history') }}

),

renamed as (

    select

        ---------- ids
        try_cast(id as bigint) as ad_account_id,

        ---------- text
        descriptive_name as account_name,
        upper(currency_code) as currency,
        time_zone,

        ---------- booleans
        try_cast(_fivetran_active as boolean) as is_current,
        try_cast(auto_tagging_enabled as boolean) as is_auto_tagging,

        ---------- times
        try_cast(updated_at as timestamp) as updated_at,
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
