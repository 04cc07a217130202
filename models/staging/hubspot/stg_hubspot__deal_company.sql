with

source as (

    select * from {{ source('hubspot', 'deal_company') }}

),

renamed as (

    select

        ---------- ids
        try_cast(deal_id as bigint) as deal_id,
        try_cast(company_id as bigint) as company_id,
        try_cast(type_id as bigint) as association_type_id,

        ---------- text
        nullif(upper(trim(category)), '') as category,

        ---------- times
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
