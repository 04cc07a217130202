-- A switch of plan is one movement of the customer: what one product loses and
-- another gains must not become churn and new business.
{{ config(meta={'owner': 'sales'}) }}

with

revenue as (

    select * from {{ ref('fct_revenue') }}

),

product_revenue as (

    select * from {{ ref('fct_product_revenue') }}

),

compared as (

    select
        account_key,
        currency,
        month,
        movement_amount,
        closing_mrr,
        cast(0 as decimal(18, 2)) as change_amount,
        cast(0 as decimal(18, 2)) as product_mrr
    from revenue

    union all

    select
        account_key,
        currency,
        month,
        cast(0 as decimal(18, 2)) as movement_amount,
        cast(0 as decimal(18, 2)) as closing_mrr,
        change_amount,
        closing_mrr as product_mrr
    from product_revenue

),

broken as (

    select
        account_key,
        currency,
        month,
        sum(movement_amount) as movement_amount,
        sum(change_amount) as change_amount,
        sum(closing_mrr) as closing_mrr,
        sum(product_mrr) as product_mrr
    from compared
    group by account_key, currency, month
    having
        sum(movement_amount) <> sum(change_amount)
        or sum(closing_mrr) <> sum(product_mrr)

)

select * from broken
