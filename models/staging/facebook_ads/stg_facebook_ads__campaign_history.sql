with

source as (

    select * from {{ source('facebook_ads', 'campaign_history') }}

),

renamed as (

    select

        ---------- ids
        try_cast(id as bigint) as campaign_id,
        try_cast(account_id as bigint) as ad_account_id,

        ---------- text
        name as campaign_name,
        status,

        ---------- money
        try_cast(daily_budget as bigint) as daily_budget,
        try_cast(lifetime_budget as bigint) as lifetime_budget,
        try_cast(budget_remaining as decimal(18, 2)) as budget_remaining,

        ---------- times
        try_cast(created_time as timestamp) as created_at,
        try_cast(start_time as timestamp) as started_at,
        try_cast(stop_time as timestamp) as stopped_at,
        try_cast(updated_time as timestamp) as updated_at,
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
