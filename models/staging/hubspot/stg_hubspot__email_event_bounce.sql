with

source as (

    select * from {{ source('hubspot', 'email_event_bounce') }}

),

renamed as (

    select

        ---------- ids
        id as email_event_id,

        ---------- text
        nullif(trim(category), '') as category,
        nullif(trim(status), '') as status,
        nullif(trim(response), '') as response,

        ---------- times
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
