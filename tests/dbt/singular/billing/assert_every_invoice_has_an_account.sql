-- An invoice whose company is unknown is in no account's margin.
{{ config(severity='warn', meta={'owner': 'sales'}) }}

with

invoices as (

    select * from {{ ref('fct_invoice') }}

),

orphans as (

    select
        invoice_id,
        amount_local,
        currency
    from invoices
    where account_key is null

)

select * from orphans
