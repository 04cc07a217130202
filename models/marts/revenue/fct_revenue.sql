with

account_mrr as (

    select * from {{ ref('int_account_mrr') }}

),

monthly_rates as (

    select * from {{ ref('int_monthly_rates') }}

),

revenue as (

    select
        {{ surrogate_key([
            'account_mrr.account_key',
            'account_mrr.currency',
            'account_mrr.month'
        ]) }} as revenue_key,
        account_mrr.account_key,
        account_mrr.currency,
        account_mrr.month,
        account_mrr.contracts,
        account_mrr.opening_mrr,
        account_mrr.movement_type,
        account_mrr.movement_amount,
        account_mrr.closing_mrr,
        cast(
            account_mrr.closing_mrr * monthly_rates.rate as decimal(18, 2)
        ) as closing_mrr_reporting,
        account_mrr.is_provisional
    from account_mrr
    left join monthly_rates
        on
            account_mrr.currency = monthly_rates.currency
            and account_mrr.month = monthly_rates.month

)

select * from revenue
