-- A contract whose company is unknown would drop
-- out of the revenue without a word.
{{ config(severity='warn', meta={'owner': 'sales'}) }}

with

contracts as (

    select * from {{ ref('int_contracts') }}

),

orphans as (

    select
        contract_id,
        company_id,
        full_amount,
        currency
    from contracts
    where account_key is null

)

select * from orphans
