with

source as (

    select * from {{ source('files', 'erasure_requests') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason('files', 'erasure_requests') }} as reject_reason
    from deduplicated

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

    from judged
    where reject_reason is null

)

select * from renamed
