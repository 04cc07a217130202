with

accounts as (

    select * from {{ ref('dim_account') }}

),

revenue as (

    select * from {{ ref('fct_revenue') }}

),

retention as (

    select * from {{ ref('fct_retention') }}

),

-- One row an account and month first: who pays in two currencies is one.
paying as (

    select
        account_key,
        month,
        sum(coalesce(closing_mrr_reporting, 0)) as closing_mrr
    from revenue
    where closing_mrr > 0
    group by all

),

account_quarters as (

    select
        account_key,
        cast(date_trunc('quarter', first_contract_on) as date) as quarter,
        'new_customers' as measure,
        cast(1 as decimal(28, 6)) as amount
    from accounts
    where first_contract_on is not null

    union all

    select
        account_key,
        cast(date_trunc('quarter', month) as date) as quarter,
        'mrr' as measure,
        cast(sum(closing_mrr) as decimal(28, 6)) as amount
    from paying
    group by all

    union all

    select
        account_key,
        cast(date_trunc('quarter', month) as date) as quarter,
        'paying_account_months' as measure,
        cast(count(*) as decimal(28, 6)) as amount
    from paying
    group by all

    union all

    select distinct
        account_key,
        cast(date_trunc('quarter', month) as date) as quarter,
        'paying_customers' as measure,
        cast(1 as decimal(28, 6)) as amount
    from paying

    union all

    select
        account_key,
        cast(date_trunc('quarter', month) as date) as quarter,
        case when is_churned then 'churned' else 'kept' end as measure,
        cast(count(*) as decimal(28, 6)) as amount
    from retention
    where is_active_at_start
    group by all

),

measures as (

    select
        account_quarters.quarter,
        accounts.acquisition_channel as channel,
        account_quarters.measure,
        cast(sum(account_quarters.amount) as decimal(28, 6)) as amount
    from account_quarters
    inner join accounts
        on account_quarters.account_key = accounts.account_key
    group by all

)

select * from measures
