with

source as (

    select * from {{ source('hubspot', 'deal') }}

),

renamed as (

    select

        ---------- ids; a number may have been written as 12.0
        try_cast(deal_id as bigint) as deal_id,
        nullif(regexp_replace(trim(deal_pipeline_id), '[.]0$', ''), '')
            as pipeline_id,
        nullif(regexp_replace(trim(deal_pipeline_stage_id), '[.]0$', ''), '')
            as stage_id,
        try_cast(owner_id as bigint) as owner_id,

        ---------- text
        nullif(trim(property_dealname), '') as deal_name,
        nullif(trim(property_description), '') as description,
        nullif(trim(property_dealtype), '') as deal_type,
        nullif(trim(property_closed_lost_reason), '') as closed_lost_reason,
        nullif(upper(trim(property_deal_currency_code)), '') as currency,

        ---------- numbers
        try_cast(property_amount as decimal(18, 2)) as amount,

        ---------- booleans
        coalesce(try_cast(is_deleted as boolean), false)
        or coalesce(try_cast(_fivetran_deleted as boolean), false)
            as is_deleted,

        ---------- times
        try_cast(property_createdate as timestamp) as created_at,
        try_cast(property_closedate as timestamp) as closed_at,
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
