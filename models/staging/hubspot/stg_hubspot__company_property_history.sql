with

source as (

    select * from {{ source('hubspot', 'company_property_history') }}

),

renamed as (

    select

        ---------- ids
        try_cast(company_id as bigint) as company_id,
        source_id,

        ---------- text
        name as property_name,
        value as property_value,
        source,

        ---------- times
        try_cast(timestamp as timestamp) as changed_at,
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
