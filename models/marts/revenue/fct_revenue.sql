with

account_mrr as (

    select * from {{ ref('int_account_mrr') }}

),

monthly_rates as (

    select * from {{ ref('int_monthly_rates') }}

),

rated as (

    select
        account_mrr.*,
        monthly_rates.rate,
        case
            when account_mrr.opening_mrr <> 0 then opening_rates.rate
            else 0
        end as opening_rate
    from account_mrr
    left join monthly_rates
        on
            account_mrr.currency = monthly_rates.currency
            and account_mrr.month = monthly_rates.month
    left join monthly_rates as opening_rates
        on
            account_mrr.currency = opening_rates.currency
            and account_mrr.month = opening_rates.month + interval 1 month

),

-- The opening is what last month closed with; what the rates alone did to it
-- is told apart from what customers did.
converted as (

    select
        *,
        cast(opening_mrr * opening_rate as decimal(18, 2))
            as opening_mrr_reporting,
        cast(opening_mrr * rate as decimal(18, 2)) as opening_mrr_at_month_rate,
        cast(movement_amount * rate as decimal(18, 2)) as movement_reporting,
        cast(closing_mrr * rate as decimal(18, 2)) as closing_mrr_reporting,
        cast(paused_mrr * rate as decimal(18, 2)) as paused_mrr_reporting
    from rated

),

revenue as (

    select
        {{ surrogate_key(['account_key', 'currency', 'month']) }}
            as revenue_key,
        account_key,
        currency,
        month,
        contracts,
        opening_mrr,
        movement_type,
        movement_amount,
        closing_mrr,
        paused_mrr,
        opening_mrr_reporting,
        opening_mrr_at_month_rate,
        movement_reporting,
        cast(
            closing_mrr_reporting
            - coalesce(opening_mrr_reporting, 0)
            - movement_reporting as decimal(18, 2)
        ) as fx_reporting,
        closing_mrr_reporting,
        paused_mrr_reporting,
        is_provisional
    from converted

)

select * from revenue
