with

source as (

    select * from {{ source('hubspot', 'ticket_contact') }}

),

renamed as (

    select

        ---------- ids
        try_cast(ticket_id as bigint) as ticket_id,
        try_cast(contact_id as bigint) as contact_id,

        ---------- text
        category,

        ---------- times
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
