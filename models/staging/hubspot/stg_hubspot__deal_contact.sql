with

source as (

    select * from {{ source('hubspot', 'deal_contact') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason('hubspot', 'deal_contact') }} as reject_reason
    from deduplicated

),

renamed as (

    select

        ---------- ids
        try_cast(deal_id as bigint) as deal_id,
        try_cast(contact_id as bigint) as contact_id,
        try_cast(type_id as bigint) as association_type_id,

        ---------- text
        category,

        ---------- times
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from judged
    where reject_reason is null

)

select * from renamed
