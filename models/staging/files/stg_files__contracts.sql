with

source as (

    select * from {{ source('files', 'contracts') }}

),

renamed as (

    select

        ---------- ids
        trim(contract_id) as contract_id,
        nullif(trim(company_id), '') as company_id,
        nullif(trim(previous_contract_id), '') as previous_contract_id,

        ---------- text
        nullif(trim(product), '') as product,
        billing_period,
        end_reason,
        upper(currency) as currency,

        ---------- numbers
        try_cast(billing_interval as bigint) as billing_interval,
        try_cast(price as decimal(18, 2)) as price,
        try_cast(discount as decimal(18, 2)) as discount,

        ---------- days
        try_cast(started_on as date) as started_on,
        try_cast(ended_on as date) as ended_on,
        try_cast(discount_until as date) as discount_until,

        ---------- times
        coalesce(
            try_cast(recorded_at as timestamptz),
            cast(try_cast(started_on as date) as timestamptz)
        ) at time zone 'UTC' as recorded_at

    from source

)

select * from renamed
