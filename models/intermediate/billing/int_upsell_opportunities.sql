with

upsell_paths as (

    select * from {{ ref('upsell_paths') }}

),

contract_months as (

    select * from {{ ref('int_contract_months') }}

),

contracts as (

    select * from {{ ref('int_contracts') }}

),

months as (

    select * from {{ ref('int_months') }}

),

holders as (

    select distinct
        contract_months.account_key,
        upsell_paths.from_product,
        upsell_paths.to_product,
        months.month,
        months.snapshot_on,
        months.is_provisional
    from contract_months
    inner join upsell_paths
        on contract_months.product = upsell_paths.from_product
    inner join months
        on contract_months.month + interval 1 month = months.month

),

first_starts as (

    select
        account_key,
        product,
        min(started_on) as first_started_on
    from contracts
    where account_key is not null and product is not null
    group by account_key, product

),

-- Whoever had the product before has taken the path long ago.
opportunities as (

    select
        holders.account_key,
        holders.from_product,
        holders.to_product,
        holders.month,
        coalesce(
            first_starts.first_started_on <= holders.snapshot_on, false
        ) as is_upsold,
        holders.is_provisional
    from holders
    left join first_starts
        on
            holders.account_key = first_starts.account_key
            and holders.to_product = first_starts.product
    where
        first_starts.first_started_on is null
        or first_starts.first_started_on >= holders.month

)

select * from opportunities
