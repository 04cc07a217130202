with

source as (

    select * from {{ source('hubspot', 'owner') }}

),

renamed as (

    select

        ---------- ids
        try_cast(owner_id as bigint) as owner_id,
        try_cast(active_user_id as bigint) as user_id,

        ---------- text
        nullif(lower(trim(email)), '') as email,
        nullif(trim(first_name), '') as first_name,
        nullif(trim(last_name), '') as last_name,
        nullif(trim(type), '') as owner_type,

        ---------- times
        try_cast(created_at as timestamp) as created_at,
        try_cast(updated_at as timestamp) as updated_at,
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
