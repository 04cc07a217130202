with

source as (

    select * from {{ source('hubspot', 'engagement_company') }}

),

renamed as (

    select

        ---------- ids
        try_cast(engagement_id as bigint) as engagement_id,
        try_cast(company_id as bigint) as company_id,

        ---------- text
        category,

        ---------- times
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
