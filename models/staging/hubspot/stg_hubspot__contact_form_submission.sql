with

source as (

    select * from {{ source('hubspot', 'contact_form_submission') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason('hubspot', 'contact_form_submission') }}
            as reject_reason
    from deduplicated

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

    from judged
    where reject_reason is null

)

select * from renamed
