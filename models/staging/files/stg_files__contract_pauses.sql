with

source as (

    select * from {{ source('files', 'contract_pauses') }}

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

    from source

)

select * from renamed
