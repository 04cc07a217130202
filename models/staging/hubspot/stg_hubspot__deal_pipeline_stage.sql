with

source as (

    select * from {{ source('hubspot', 'deal_pipeline_stage') }}

),

renamed as (

    select

        ---------- ids; a number may have been written as 12.0
        nullif(regexp_replace(trim(stage_id), '[.]0$', ''), '')
            as stage_id,
        nullif(regexp_replace(trim(pipeline_id), '[.]0$', ''), '')
            as pipeline_id,

        ---------- text
        nullif(trim(label), '') as stage_name,

        ---------- numbers
        try_cast(probability as double) as probability,
        try_cast(display_order as bigint) as display_order,

        ---------- booleans
        try_cast(is_closed as boolean) as is_closed,
        try_cast(closed_won as boolean) as is_closed_won,
        try_cast(active as boolean) as is_active,
        coalesce(try_cast(_fivetran_deleted as boolean), false) as is_deleted,

        ---------- times
        try_cast(created_at as timestamp) as created_at,
        try_cast(updated_at as timestamp) as updated_at,
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
