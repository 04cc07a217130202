with

source as (

    select * from {{ source('hubspot', 'engagement_call') }}

),

renamed as (

    select

        ---------- ids
        try_cast(engagement_id as bigint) as engagement_id,
        try_cast(property_hubspot_owner_id as bigint) as owner_id,
        try_cast(property_hubspot_team_id as bigint) as team_id,

        ---------- text
        nullif(trim(type), '') as engagement_type,
        nullif(trim(property_hs_call_direction), '') as direction,
        coalesce(
            nullif(trim(property_hs_call_status), ''),
            nullif(trim(status), '')
        ) as status,
        coalesce(
            nullif(trim(property_hs_call_disposition), ''),
            nullif(trim(disposition), '')
        ) as disposition,

        ---------- booleans
        coalesce(try_cast(_fivetran_deleted as boolean), false) as is_deleted,

        ---------- times
        try_cast(property_hs_timestamp as timestamp) as occurred_at,
        try_cast(property_hs_createdate as timestamp) as created_at,
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
