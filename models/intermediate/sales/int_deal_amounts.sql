{{ config(materialized="table") }}

with

deals as (

    select * from {{ ref('int_deals') }}

),

monthly_rates as (

    select * from {{ ref('int_monthly_rates') }}

),

dated as (

    select
        deal_key,
        amount,
        currency,
        {{ business_date('created_at') }} as created_on,
        {{ business_date('closed_at') }} as closed_on
    from deals

),

-- What is still open is worth what it was when it was created.
amounts as (

    select
        dated.deal_key,
        dated.closed_on,
        cast(dated.amount * monthly_rates.rate as decimal(18, 2))
            as amount_reporting
    from dated
    left join monthly_rates
        on
            dated.currency = monthly_rates.currency
            and cast(
                date_trunc(
                    'month', coalesce(dated.closed_on, dated.created_on)
                ) as date
            ) = monthly_rates.month

)

select * from amounts
