with

source as (

    select * from {{ source('files', 'sales_feedback') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason('files', 'sales_feedback') }} as reject_reason
    from deduplicated

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

    from judged
    where reject_reason is null

)

select * from renamed
