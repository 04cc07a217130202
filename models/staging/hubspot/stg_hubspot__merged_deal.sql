with

source as (

    select * from {{ source('hubspot', 'merged_deal') }}

),

renamed as (

    select

        ---------- ids
        try_cast(deal_id as bigint) as surviving_deal_id,
        try_cast(merged_deal_id as bigint) as merged_deal_id,

        ---------- times
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
