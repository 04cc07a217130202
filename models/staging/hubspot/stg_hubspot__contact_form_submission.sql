with

source as (

    select * from {{ source('hubspot', 'contact_form_submission') }}

),

renamed as (

    select

        ---------- ids
        conversion_id,
        -- Zeros that pad the id in some exports are no part of it.
        try_cast(contact_id as bigint) as contact_id,
        form_id,
        try_cast(page_id as bigint) as page_id,

        ---------- text
        nullif(trim(page_url), '') as page_url,
        nullif(trim(title), '') as title,

        ---------- times
        try_cast(timestamp as timestamp) as submitted_at,
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
