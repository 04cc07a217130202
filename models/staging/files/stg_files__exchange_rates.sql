with

source as (

    select * from {{ source('files', 'exchange_rates') }}

),

renamed as (

    select

        ---------- text
        upper(from_currency) as from_currency,
        upper(to_currency) as to_currency,

        ---------- numbers
        try_cast(rate as decimal(18, 8)) as rate,

        ---------- days
        try_cast(date as date) as day_on,

        ---------- times
        cast(try_cast(date as date) as timestamptz)
        at time zone 'UTC' as recorded_at

    from source

)

select * from renamed
