with

source as (

    select * from {{ source('files', 'calendar') }}

),

renamed as (

    select

        ---------- ids
        trim(calendar_id) as calendar_id,

        ---------- text
        nullif(trim(holiday), '') as holiday,

        ---------- booleans
        try_cast(is_business_day as boolean) as is_business_day,

        ---------- days
        try_cast(date as date) as day_on,

        ---------- times
        try_cast(opens_at as time) as opens_at,
        try_cast(closes_at as time) as closes_at,
        cast(try_cast(date as date) as timestamptz)
        at time zone 'UTC' as recorded_at

    from source

)

select * from renamed
