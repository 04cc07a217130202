with

source as (

    select * from {{ source('files', 'survey_responses') }}

),

renamed as (

    select

        ---------- ids
        trim(response_id) as response_id,
        nullif(trim(contact_id), '') as contact_id,
        nullif(trim(company_id), '') as company_id,

        ---------- text
        nullif(trim(survey), '') as survey,
        kind,
        nullif(lower(trim(email)), '') as email,

        ---------- numbers
        try_cast(score as bigint) as score,

        ---------- times
        try_cast(sent_at as timestamptz) at time zone 'UTC' as sent_at,
        try_cast(answered_at as timestamptz) at time zone 'UTC' as answered_at,
        coalesce(
            try_cast(recorded_at as timestamptz),
            try_cast(answered_at as timestamptz),
            try_cast(sent_at as timestamptz)
        ) at time zone 'UTC' as recorded_at

    from source

)

select * from renamed
