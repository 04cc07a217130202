-- Each invoice landed is one row, and the revenue of margins is what invoices
-- of known accounts add up to.
{{ config(meta={'owner': 'sales'}) }}

with

landed as (

    select * from {{ ref('stg_files__invoices') }}

),

invoices as (

    select * from {{ ref('fct_invoice') }}

),

margins as (

    select * from {{ ref('fct_account_margin') }}

),

compared as (

    select
        'landed' as part,
        currency,
        amount as amount_in,
        cast(0 as decimal(18, 2)) as amount_out
    from landed
    where issued_on < {{ business_date(as_of()) }}

    union all

    select
        'landed' as part,
        currency,
        cast(0 as decimal(18, 2)) as amount_in,
        amount_local as amount_out
    from invoices

    union all

    select
        'margins' as part,
        'all' as currency,
        amount_reporting as amount_in,
        cast(0 as decimal(18, 2)) as amount_out
    from invoices
    where account_key is not null and amount_reporting is not null

    union all

    select
        'margins' as part,
        'all' as currency,
        cast(0 as decimal(18, 2)) as amount_in,
        invoiced_revenue as amount_out
    from margins

),

untied as (

    select
        part,
        currency,
        sum(amount_in) as amount_in,
        sum(amount_out) as amount_out
    from compared
    group by part, currency
    having sum(amount_in) <> sum(amount_out)

)

select * from untied
