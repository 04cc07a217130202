with

source as (

    select * from {{ source('files', 'reviews') }}

),

renamed as (

    select

        ---------- ids
        trim(review_id) as review_id,
        nullif(trim(company_id), '') as company_id,
        nullif(trim(contact_id), '') as contact_id,

        ---------- text
        kind,
        nullif(trim(platform), '') as platform,
        nullif(lower(trim(email)), '') as email,
        nullif(trim(url), '') as url,

        ---------- numbers
        try_cast(rating as decimal(3, 1)) as rating,

        ---------- times
        try_cast(asked_at as timestamptz) at time zone 'UTC' as asked_at,
        try_cast(answered_at as timestamptz) at time zone 'UTC' as answered_at,
        try_cast(permission_at as timestamptz)
        at time zone 'UTC' as permission_at,
        try_cast(published_at as timestamptz)
        at time zone 'UTC' as published_at,
        coalesce(
            try_cast(recorded_at as timestamptz),
            try_cast(published_at as timestamptz),
            try_cast(permission_at as timestamptz),
            try_cast(answered_at as timestamptz),
            try_cast(asked_at as timestamptz)
        ) at time zone 'UTC' as recorded_at

    from source

)

select * from renamed
