-- What customers pay at a month's end is what all movements until then add up
-- to, in each currency and, with the currencies' own moves, in the reporting
-- currency.
{{ config(meta={'owner': 'sales'}) }}

with

revenue as (

    select * from {{ ref('fct_revenue') }}

),

movements as (

    select * from {{ ref('mrr_movement') }}

),

closings as (

    select
        month,
        currency,
        sum(closing_mrr) as closing_mrr
    from revenue
    group by month, currency

    union all

    select
        month,
        'all' as currency,
        sum(coalesce(closing_mrr_reporting, 0)) as closing_mrr
    from revenue
    group by month

),

months_moved as (

    select
        month,
        currency,
        sum(amount) as amount
    from movements
    group by month, currency

),

summed as (

    select
        month,
        currency,
        sum(amount) over (
            partition by currency
            order by month
            rows between unbounded preceding and current row
        ) as closing_mrr
    from months_moved

),

broken as (

    select
        closings.month,
        closings.currency,
        closings.closing_mrr,
        summed.closing_mrr as summed_mrr
    from closings
    full join summed
        on
            closings.month = summed.month
            and closings.currency = summed.currency
    where closings.closing_mrr is distinct from summed.closing_mrr

)

select * from broken
