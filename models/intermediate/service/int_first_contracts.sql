with

contracts as (

    select * from {{ ref('int_contracts') }}

),

-- A contract that has not begun yet makes nobody a new customer.
first_contracts as (

    select
        account_key,
        contract_id,
        product,
        started_on
    from contracts
    where
        account_key is not null
        and started_on < {{ business_date(as_of()) }}
    qualify
        row_number() over (
            partition by account_key
            order by started_on, contract_id
        ) = 1

)

select * from first_contracts
