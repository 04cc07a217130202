-- An amount without a rate would be left out of the
-- total in the reporting currency.
{{ config(severity='warn', meta={'owner': 'data_engineering'}) }}

with

revenue as (

    select * from {{ ref('fct_revenue') }}

),

awareness as (

    select * from {{ ref('fct_awareness') }}

),

deals as (

    select * from {{ ref('fct_deal') }}

),

invoices as (

    select * from {{ ref('fct_invoice') }}

),

costs as (

    select * from {{ ref('fct_cost') }}

),

without_rate as (

    select
        'fct_revenue' as mart,
        currency,
        month
    from revenue
    where closing_mrr <> 0 and closing_mrr_reporting is null

    union

    select
        'fct_awareness' as mart,
        currency,
        cast(date_trunc('month', day_on) as date) as month
    from awareness
    where spend_local <> 0 and spend_reporting is null

    union

    select
        'fct_deal' as mart,
        currency,
        cast(
            date_trunc(
                'month', coalesce(closed_on, {{ business_date('created_at') }})
            ) as date
        ) as month
    from deals
    where amount <> 0 and amount_reporting is null

    union

    select
        'fct_invoice' as mart,
        currency,
        month
    from invoices
    where amount_local <> 0 and amount_reporting is null

    union

    select
        'fct_cost' as mart,
        currency,
        month
    from costs
    where amount_local <> 0 and amount_reporting is null

)

select * from without_rate
