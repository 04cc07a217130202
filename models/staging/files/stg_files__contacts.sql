with

source as (

    select * from {{ source('files', 'contacts') }}

),

renamed as (

    select

        ---------- ids
        trim(contact_id) as contact_id,
        nullif(trim(company_id), '') as company_id,

        ---------- text
        nullif(lower(trim(email)), '') as email,
        nullif(trim(first_name), '') as first_name,
        nullif(trim(last_name), '') as last_name,
        nullif(trim(job_title), '') as job_title,
        nullif(trim(country), '') as country,
        {{ code_of('source') }} as source,
        nullif(trim(source_detail), '') as source_detail,
        nullif(trim(owner), '') as owner_name,

        ---------- booleans
        coalesce(try_cast(is_deleted as boolean), false) as is_deleted,

        ---------- times
        try_cast(created_at as timestamptz) at time zone 'UTC' as created_at,
        coalesce(
            try_cast(recorded_at as timestamptz),
            try_cast(created_at as timestamptz)
        ) at time zone 'UTC' as recorded_at

    from source

)

select * from renamed
