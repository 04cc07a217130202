with

source as (

    select * from {{ source('files', 'product_events') }}

),

renamed as (

    select

        ---------- ids
        trim(event_id) as event_id,
        nullif(trim(company_id), '') as company_id,
        nullif(trim(contact_id), '') as contact_id,

        ---------- text
        nullif(lower(trim(email)), '') as email,
        nullif(trim(product), '') as product,
        nullif(trim(event_name), '') as event_name,

        ---------- times
        try_cast(occurred_at as timestamptz) at time zone 'UTC' as occurred_at,
        coalesce(
            try_cast(recorded_at as timestamptz),
            try_cast(occurred_at as timestamptz)
        ) at time zone 'UTC' as recorded_at

    from source

)

select * from renamed
