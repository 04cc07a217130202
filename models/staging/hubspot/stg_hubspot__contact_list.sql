with

source as (

    select * from {{ source('hubspot', 'contact_list') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason('hubspot', 'contact_list') }} as reject_reason
    from deduplicated

),

renamed as (

    select

        ---------- ids
        try_cast(id as bigint) as contact_list_id,
        created_by_id as created_by_user_id,
        object_type_id,

        ---------- text
        nullif(trim(name), '') as contact_list_name,
        nullif(trim(processing_type), '') as processing_type,
        nullif(trim(processing_status), '') as processing_status,

        ---------- numbers
        try_cast(metadata_size as bigint) as members,
        try_cast(list_version as bigint) as list_version,

        ---------- booleans
        try_cast(dynamic as boolean) as is_dynamic,
        try_cast(deleteable as boolean) as is_deletable,
        coalesce(try_cast(_fivetran_deleted as boolean), false) as is_deleted,

        ---------- times
        try_cast(created_at as timestamp) as created_at,
        try_cast(updated_at as timestamp) as updated_at,
        try_cast(filters_updated_at as timestamp) as filters_updated_at,
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from judged
    where reject_reason is null

)

select * from renamed
