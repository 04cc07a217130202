with

source as (

    select * from {{ source('hubspot', 'ticket_pipeline') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason('hubspot', 'ticket_pipeline') }} as reject_reason
    from deduplicated

),

renamed as (

    select

        ---------- ids
        pipeline_id,
        object_type_id,

        ---------- text
        nullif(trim(label), '') as pipeline_name,

        ---------- numbers
        try_cast(display_order as bigint) as display_order,

        ---------- booleans
        try_cast(active as boolean) as is_active,
        coalesce(try_cast(_fivetran_deleted as boolean), false) as is_deleted,

        ---------- times
        try_cast(created_at as timestamp) as created_at,
        try_cast(updated_at as timestamp) as updated_at,
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from judged
    where reject_reason is null

)

select * from renamed
