with

source as (

    select * from {{ source('files', 'invoices') }}

),

renamed as (

    select

        ---------- ids
        trim(invoice_id) as invoice_id,
        nullif(trim(company_id), '') as company_id,
        nullif(trim(contract_id), '') as contract_id,
        nullif(trim(refunds_invoice_id), '') as refunds_invoice_id,

        ---------- text
        kind,
        upper(currency) as currency,

        ---------- numbers
        try_cast(amount as decimal(18, 2)) as amount,

        ---------- days
        try_cast(issued_on as date) as issued_on,

        ---------- times
        try_cast(paid_at as timestamptz) at time zone 'UTC' as paid_at,
        coalesce(
            try_cast(recorded_at as timestamptz),
            cast(try_cast(issued_on as date) as timestamptz)
        ) at time zone 'UTC' as recorded_at

    from source

)

select * from renamed
