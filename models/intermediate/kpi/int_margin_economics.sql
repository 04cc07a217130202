with

accounts as (

    select * from {{ ref('dim_account') }}

),

margins as (

    select * from {{ ref('fct_account_margin') }}

),

account_quarters as (

    select
        account_key,
        cast(date_trunc('quarter', month) as date) as quarter,
        'invoiced_revenue' as measure,
        cast(sum(invoiced_revenue) as decimal(28, 6)) as amount
    from margins
    group by all

    union all

    select
        account_key,
        cast(date_trunc('quarter', month) as date) as quarter,
        'cost_of_goods' as measure,
        cast(sum(cost_of_goods) as decimal(28, 6)) as amount
    from margins
    group by all

    union all

    select
        margins.account_key,
        cast(date_trunc('quarter', accounts.first_qualified_on) as date)
            as quarter,
        'margin_to_date' as measure,
        cast(sum(margins.margin) as decimal(28, 6)) as amount
    from margins
    inner join accounts on margins.account_key = accounts.account_key
    where accounts.first_qualified_on is not null
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
