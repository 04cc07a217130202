-- A bridge whose months do not meet lets money
-- appear or vanish between two reports.
{{ config(meta={'owner': 'sales'}) }}

with

revenue as (

    select * from {{ ref('fct_revenue') }}

),

paired as (

    select
        account_key,
        currency,
        month,
        opening_mrr,
        coalesce(lag(closing_mrr) over (
            partition by account_key, currency order by month
        ), 0) as closed_before
    from revenue

),

broken as (

    select * from paired
    where opening_mrr <> closed_before

)

select * from broken
