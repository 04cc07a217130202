with

source as (

    select * from {{ source('hubspot', 'company') }}

),

renamed as (

    select

        ---------- ids
        try_cast(id as bigint) as company_id,
        nullif(trim(property_hs_merged_object_ids), '') as merged_company_ids,

        ---------- text
        nullif(trim(property_name), '') as company_name,
        {{ domain_of('property_domain') }} as domain,
        nullif(trim(property_description), '') as description,
        nullif(trim(property_industry), '') as industry,
        nullif(trim(property_address), '') as address,
        nullif(trim(property_address_2), '') as address_line_2,
        nullif(trim(property_city), '') as city,
        nullif(trim(property_state), '') as state,
        nullif(trim(property_country), '') as country,

        ---------- numbers
        try_cast(property_annualrevenue as decimal(18, 2)) as annual_revenue,

        ---------- booleans
        coalesce(try_cast(is_deleted as boolean), false)
        or coalesce(try_cast(_fivetran_deleted as boolean), false)
            as is_deleted,

        ---------- times
        try_cast(property_createdate as timestamp) as created_at,
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
