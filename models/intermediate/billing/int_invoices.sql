{{ config(materialized="table") }}

with

invoices as (

    select * from {{ ref('stg_files__invoices') }}

),

contracts as (

    select * from {{ ref('stg_files__contracts') }}

),

account_links as (

    select * from {{ ref('int_account_links') }}

),

cost_of_goods as (

    select * from {{ ref('cost_of_goods') }}

),

monthly_rates as (

    select * from {{ ref('int_monthly_rates') }}

),

resolved as (

    select
        invoices.invoice_id,
        account_links.account_key,
        invoices.contract_id,
        contracts.product,
        invoices.refunds_invoice_id,
        coalesce(invoices.kind, 'unknown') as kind,
        invoices.issued_on,
        cast(date_trunc('month', invoices.issued_on) as date) as month,
        invoices.paid_at,
        invoices.currency,
        invoices.amount as amount_local,
        cast(
            invoices.amount * monthly_rates.rate as decimal(18, 2)
        ) as amount_reporting,
        coalesce(
            own_shares.share_of_revenue, other_shares.share_of_revenue, 0
        ) as share_of_revenue
    from invoices
    left join contracts on invoices.contract_id = contracts.contract_id
    left join account_links
        on
            account_links.source_system = 'files'
            and invoices.company_id = account_links.native_id
    left join monthly_rates
        on
            invoices.currency = monthly_rates.currency
            and cast(date_trunc('month', invoices.issued_on) as date)
            = monthly_rates.month
    left join cost_of_goods as own_shares
        on
            contracts.product = own_shares.product
            and invoices.issued_on >= own_shares.valid_from
            and invoices.issued_on
            < coalesce(own_shares.valid_to, date '9999-12-31')
    left join cost_of_goods as other_shares
        on
            other_shares.product is null
            and invoices.issued_on >= other_shares.valid_from
            and invoices.issued_on
            < coalesce(other_shares.valid_to, date '9999-12-31')
    where invoices.issued_on < {{ business_date(as_of()) }}

),

costed as (

    select
        *,
        cast(
            cast(amount_reporting as decimal(28, 2)) * share_of_revenue
            as decimal(18, 2)
        ) as cost_of_goods
    from resolved

)

select * from costed
