with

source as (

    select * from {{ source('files', 'sales_feedback') }}

),

renamed as (

    select

        ---------- ids
        trim(feedback_id) as feedback_id,
        nullif(trim(contact_id), '') as contact_id,

        ---------- text
        nullif(lower(trim(email)), '') as email,
        verdict,
        nullif(trim(reason), '') as reason,
        nullif(trim(given_by), '') as given_by,

        ---------- times
        try_cast(given_at as timestamptz) at time zone 'UTC' as given_at,
        coalesce(
            try_cast(recorded_at as timestamptz),
            try_cast(given_at as timestamptz)
        ) at time zone 'UTC' as recorded_at

    from source

)

select * from renamed
