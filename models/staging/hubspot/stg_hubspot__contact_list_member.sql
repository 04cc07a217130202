with

source as (

    select * from {{ source('hubspot', 'contact_list_member') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason('hubspot', 'contact_list_member') }} as reject_reason
    from deduplicated

),

renamed as (

    select

        ---------- ids
        try_cast(contact_id as bigint) as contact_id,
        try_cast(contact_list_id as bigint) as contact_list_id,

        ---------- booleans
        coalesce(try_cast(_fivetran_deleted as boolean), false) as is_deleted,

        ---------- times
        try_cast(added_at as timestamp) as added_at,
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from judged
    where reject_reason is null

)

select * from renamed
