with

source as (

    select * from {{ source('hubspot', 'property_option') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason('hubspot', 'property_option') }} as reject_reason
    from deduplicated

),

renamed as (

    select

        ---------- ids
        property_id,

        ---------- text
        value as option_value,
        nullif(trim(label), '') as label,
        nullif(trim(hubspot_object), '') as object_name,
        nullif(trim(name), '') as property_name,

        ---------- numbers
        try_cast(display_order as bigint) as display_order,

        ---------- booleans
        try_cast(hidden as boolean) as is_hidden,

        ---------- times
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from judged
    where reject_reason is null

)

select * from renamed
