with

source as (

    select * from {{ source('files', 'activities') }}

),

renamed as (

    select

        ---------- ids
        trim(activity_id) as activity_id,
        nullif(trim(contact_id), '') as contact_id,
        nullif(trim(company_id), '') as company_id,

        ---------- text
        nullif(trim(activity), '') as activity,
        nullif(lower(trim(email)), '') as email,
        nullif(trim(owner), '') as owner_name,
        nullif(trim(detail), '') as detail,
        nullif(trim(campaign), '') as campaign,

        ---------- booleans
        coalesce(try_cast(is_automatic as boolean), false) as is_automatic,
        coalesce(try_cast(is_deleted as boolean), false) as is_deleted,

        ---------- times
        try_cast(occurred_at as timestamptz) at time zone 'UTC' as occurred_at,
        coalesce(
            try_cast(recorded_at as timestamptz),
            try_cast(occurred_at as timestamptz)
        ) at time zone 'UTC' as recorded_at

    from source

)

select * from renamed
