with

source as (

    select * from {{ source('files', 'contract_pauses') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason('files', 'contract_pauses') }} as reject_reason
    from deduplicated

),

renamed as (

    select

        ---------- ids
        trim(contract_id) as contract_id,

        ---------- days
        try_cast(paused_on as date) as paused_on,
        try_cast(resumed_on as date) as resumed_on,

        ---------- times
        coalesce(
            try_cast(recorded_at as timestamptz),
            cast(try_cast(paused_on as date) as timestamptz)
        ) at time zone 'UTC' as recorded_at

    from judged
    where reject_reason is null

)

select * from renamed
