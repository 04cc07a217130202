with

source as (

    select * from {{ source('hubspot', 'ticket') }}

),

renamed as (

    select

        ---------- ids
        try_cast(id as bigint) as ticket_id,
        property_hs_pipeline as pipeline_id,
        property_hs_pipeline_stage as stage_id,
        try_cast(property_hubspot_owner_id as bigint) as owner_id,

        ---------- text
        nullif(trim(property_subject), '') as subject,
        nullif(trim(property_content), '') as content,
        nullif(trim(property_hs_ticket_category), '') as category,
        nullif(trim(property_hs_ticket_priority), '') as priority,

        ---------- booleans
        coalesce(try_cast(is_deleted as boolean), false)
        or coalesce(try_cast(_fivetran_deleted as boolean), false)
            as is_deleted,

        ---------- times
        try_cast(property_createdate as timestamp) as created_at,
        try_cast(property_closed_date as timestamp) as closed_at,
        try_cast(property_first_agent_reply_date as timestamp)
            as first_agent_reply_at,
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
