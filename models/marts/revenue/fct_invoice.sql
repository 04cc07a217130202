with

invoices as (

    select * from {{ ref('int_invoices') }}

),

-- A refund lessens the sale that it gives back, whenever it is made; in local
-- currency only where it is made in the currency of the sale.
refunds as (

    select
        sales.invoice_id,
        -sum(
            case
                when sales.currency = refunds.currency
                    then refunds.amount_local
                else 0
            end
        ) as refunded_local,
        -sum(refunds.amount_reporting) as refunded_reporting
    from invoices as refunds
    inner join invoices as sales
        on refunds.refunds_invoice_id = sales.invoice_id
    where refunds.kind = 'refund'
    group by sales.invoice_id

),

invoice as (

    select
        {{ surrogate_key(['invoices.invoice_id']) }} as invoice_key,
        invoices.invoice_id,
        invoices.account_key,
        invoices.contract_id,
        invoices.product,
        invoices.kind,
        invoices.issued_on,
        invoices.month,
        invoices.paid_at,
        invoices.refunds_invoice_id,
        invoices.currency,
        invoices.amount_local,
        cast(
            coalesce(refunds.refunded_local, 0) as decimal(18, 2)
        ) as refunded_local,
        invoices.amount_reporting,
        cast(
            coalesce(refunds.refunded_reporting, 0) as decimal(18, 2)
        ) as refunded_reporting,
        invoices.cost_of_goods
    from invoices
    left join refunds on invoices.invoice_id = refunds.invoice_id

)

select * from invoice
