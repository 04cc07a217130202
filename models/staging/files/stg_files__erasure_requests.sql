with

source as (

    select * from {{ source('files', 'erasure_requests') }}

),

renamed as (

    select

        ---------- ids
        trim(request_id) as request_id,
        nullif(trim(contact_id), '') as contact_id,

        ---------- text
        nullif(lower(trim(email)), '') as email,

        ---------- times
        try_cast(requested_at as timestamptz)
        at time zone 'UTC' as requested_at,
        try_cast(requested_at as timestamptz) at time zone 'UTC' as recorded_at

    from source

)

select * from renamed
