{#
    A path from a product that nobody has is never taken: its name may be
    mistyped. The product that it leads to may be one that is yet to be sold.
#}
{{ config(severity='warn', meta={'owner': 'sales'}) }}

with

upsell_paths as (

    select * from {{ ref('upsell_paths') }}

),

contracts as (

    select * from {{ ref('int_contracts') }}

),

products as (

    select distinct product from contracts

),

any_contract as (

    select count(*) > 0 as is_there from contracts

),

findings as (

    select
        'upsell_paths.csv: ' || upsell_paths.from_product || ' > '
        || upsell_paths.to_product || ': no contract names product '
        || upsell_paths.from_product || '.' as finding
    from upsell_paths
    cross join any_contract
    left join products on upsell_paths.from_product = products.product
    where any_contract.is_there and products.product is null

    union all

    select
        'upsell_paths.csv: ' || coalesce(from_product, '(blank)') || ' > '
        || coalesce(to_product, '(blank)') || ' leads nowhere.' as finding
    from upsell_paths
    where
        from_product is null
        or to_product is null
        or from_product = to_product

)

select * from findings
