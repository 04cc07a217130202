-- A contract that names another customer's, or none that is known, renews
-- nothing: the one that it was meant to renew counts as lapsed.
{{ config(severity='warn', meta={'owner': 'sales'}) }}

with

contracts as (

    select * from {{ ref('int_contracts') }}

),

terms as (

    select * from {{ ref('stg_files__contracts') }}

),

findings as (

    select
        'contracts: ' || contracts.contract_id || ' names '
        || contracts.previous_contract_id || ' as the one that it renews, '
        || case
            when terms.contract_id is null then 'which was not landed'
            else
                'which is of company ' || terms.company_id || ' and not of '
                || contracts.company_id
        end || '. Name the contract before it, or none.' as finding
    from contracts
    left join terms
        on contracts.previous_contract_id = terms.contract_id
    left join contracts as named
        on contracts.previous_contract_id = named.contract_id
    where
        contracts.previous_contract_id is not null
        and (
            terms.contract_id is null
            or (
                contracts.company_id <> terms.company_id
                and contracts.account_key <> named.account_key
            )
        )

)

select * from findings
