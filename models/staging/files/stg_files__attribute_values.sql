with

source as (

    select * from {{ source('files', 'attribute_values') }}

),

renamed as (

    select

        ---------- ids
        trim(value_id) as value_id,
        nullif(trim(contact_id), '') as contact_id,
        nullif(trim(company_id), '') as company_id,

        ---------- text
        nullif(lower(trim(email)), '') as email,
        lower(trim(attribute)) as attribute,
        nullif(trim(value), '') as attribute_value,

        ---------- times
        try_cast(changed_at as timestamptz) at time zone 'UTC' as changed_at,
        coalesce(
            try_cast(recorded_at as timestamptz),
            try_cast(changed_at as timestamptz)
        ) at time zone 'UTC' as recorded_at

    from source

)

select * from renamed
