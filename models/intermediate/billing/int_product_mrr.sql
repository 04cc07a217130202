with

contract_months as (

    select * from {{ ref('int_contract_months') }}

),

months as (

    select * from {{ ref('int_months') }}

),

first_months as (

    select
        account_key,
        currency,
        product,
        min(month) as first_month
    from contract_months
    group by account_key, currency, product

),

running as (

    select
        first_months.account_key,
        first_months.currency,
        first_months.product,
        months.month,
        months.is_provisional,
        count(contract_months.contract_id) as contracts,
        coalesce(sum(contract_months.monthly_amount), 0) as closing_mrr
    from first_months
    inner join months on first_months.first_month <= months.month
    left join contract_months
        on
            first_months.account_key = contract_months.account_key
            and first_months.currency = contract_months.currency
            and first_months.product = contract_months.product
            and months.month = contract_months.month
    group by
        first_months.account_key,
        first_months.currency,
        first_months.product,
        months.month,
        months.is_provisional

),

bridged as (

    select
        *,
        coalesce(lag(closing_mrr) over (
            partition by account_key, currency, product order by month
        ), 0) as opening_mrr
    from running

),

product_mrr as (

    select
        account_key,
        currency,
        product,
        month,
        is_provisional,
        contracts,
        cast(opening_mrr as decimal(18, 2)) as opening_mrr,
        cast(closing_mrr - opening_mrr as decimal(18, 2)) as change_amount,
        cast(closing_mrr as decimal(18, 2)) as closing_mrr
    from bridged
    where opening_mrr <> 0 or contracts > 0

)

select * from product_mrr
