with

source as (

    select * from {{ source('files', 'costs') }}

),

renamed as (

    select

        ---------- ids
        trim(cost_id) as cost_id,

        ---------- text
        category,
        team,
        {{ code_of('channel') }} as channel,
        upper(currency) as currency,

        ---------- numbers
        try_cast(amount as decimal(18, 2)) as amount,

        ---------- days
        try_cast(incurred_on as date) as incurred_on,

        ---------- times
        cast(try_cast(incurred_on as date) as timestamptz)
        at time zone 'UTC' as recorded_at

    from source

)

select * from renamed
