with

product_mrr as (

    select * from {{ ref('int_product_mrr') }}

),

account_mrr as (

    select * from {{ ref('int_account_mrr') }}

),

monthly_rates as (

    select * from {{ ref('int_monthly_rates') }}

),

-- What a customer takes instead of another product is one movement, of the
-- customer: the products say where it happened.
revenue as (

    select
        {{ surrogate_key([
            'product_mrr.account_key',
            'product_mrr.currency',
            'product_mrr.product',
            'product_mrr.month'
        ]) }} as product_revenue_key,
        product_mrr.account_key,
        product_mrr.currency,
        product_mrr.product,
        product_mrr.month,
        product_mrr.contracts,
        product_mrr.opening_mrr,
        product_mrr.change_amount,
        product_mrr.closing_mrr,
        account_mrr.movement_type as account_movement_type,
        cast(
            product_mrr.closing_mrr * monthly_rates.rate as decimal(18, 2)
        ) as closing_mrr_reporting,
        product_mrr.is_provisional
    from product_mrr
    left join account_mrr
        on
            product_mrr.account_key = account_mrr.account_key
            and product_mrr.currency = account_mrr.currency
            and product_mrr.month = account_mrr.month
    left join monthly_rates
        on
            product_mrr.currency = monthly_rates.currency
            and product_mrr.month = monthly_rates.month

)

select * from revenue
