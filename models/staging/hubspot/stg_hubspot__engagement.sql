with

source as (

    select * from {{ source('hubspot', 'engagement') }}

),

renamed as (

    select

        ---------- ids
        try_cast(id as bigint) as engagement_id,

        ---------- text
        nullif(trim(type), '') as engagement_type,

        ---------- times
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
