with

source as (

    select * from {{ source('hubspot', 'property') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason('hubspot', 'property') }} as reject_reason
    from deduplicated

),

renamed as (

    select

        ---------- ids
        _fivetran_id as property_id,

        ---------- text
        nullif(trim(hubspot_object), '') as object_name,
        nullif(trim(name), '') as property_name,
        nullif(trim(label), '') as label,
        nullif(trim(description), '') as description,
        nullif(trim(group_name), '') as group_name,
        nullif(trim(type), '') as value_type,
        nullif(trim(field_type), '') as field_type,

        ---------- booleans
        try_cast(calculated as boolean) as is_calculated,
        try_cast(hubspot_defined as boolean) as is_hubspot_defined,
        try_cast(show_currency_symbol as boolean) as is_currency,

        ---------- times
        try_cast(created_at as timestamp) as created_at,
        try_cast(updated_at as timestamp) as updated_at,
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from judged
    where reject_reason is null

)

select * from renamed
