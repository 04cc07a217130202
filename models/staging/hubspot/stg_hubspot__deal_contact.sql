with

source as (

    select * from {{ source('hubspot', 'deal_contact') }}

),

renamed as (

    select

        ---------- ids
        try_cast(deal_id as bigint) as deal_id,
        try_cast(contact_id as bigint) as contact_id,
        try_cast(type_id as bigint) as association_type_id,

        ---------- text
        nullif(upper(trim(category)), '') as category,
        nullif(trim(label), '') as association_label,

        ---------- times
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
