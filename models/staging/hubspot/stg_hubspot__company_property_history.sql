with

source as (

    select * from {{ source('hubspot', 'company_property_history') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason('hubspot', 'company_property_history') }}
            as reject_reason
    from deduplicated

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

    from judged
    where reject_reason is null

)

select * from renamed
