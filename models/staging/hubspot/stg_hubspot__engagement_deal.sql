with

source as (

    select * from {{ source('hubspot', 'engagement_deal') }}

),

renamed as (

    select

        ---------- ids
        try_cast(engagement_id as bigint) as engagement_id,
        try_cast(deal_id as bigint) as deal_id,

        ---------- text
        category,

        ---------- times
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
