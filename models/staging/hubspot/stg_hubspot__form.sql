with

source as (

    select * from {{ source('hubspot', 'form') }}

),

renamed as (

    select

        ---------- ids
        guid as form_id,

        ---------- text
        nullif(trim(name), '') as form_name,
        nullif(trim(form_type), '') as form_type,
        nullif(trim(redirect), '') as redirect_url,

        ---------- booleans
        coalesce(try_cast(_fivetran_deleted as boolean), false) as is_deleted,

        ---------- times
        try_cast(created_at as timestamp) as created_at,
        try_cast(updated_at as timestamp) as updated_at,
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
