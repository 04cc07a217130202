{{ config(materialized="table") }}

with

contract_months as (

    select * from {{ ref('int_contract_months') }}

),

months as (

    select * from {{ ref('int_months') }}

),

first_months as (

    select
        account_key,
        currency,
        min(month) as first_month
    from contract_months
    group by account_key, currency

),

spine as (

    select
        first_months.account_key,
        first_months.currency,
        months.month,
        months.is_provisional
    from first_months
    inner join months on first_months.first_month <= months.month

),

running as (

    select
        spine.account_key,
        spine.currency,
        spine.month,
        spine.is_provisional,
        coalesce(sum(contract_months.monthly_amount), 0) as closing_mrr,
        coalesce(
            sum(
                case
                    when contract_months.is_paused
                        then contract_months.monthly_amount
                    else 0
                end
            ), 0
        ) as paused_mrr,
        count(contract_months.contract_id) as contracts
    from spine
    left join contract_months
        on
            spine.account_key = contract_months.account_key
            and spine.currency = contract_months.currency
            and spine.month = contract_months.month
    group by
        spine.account_key, spine.currency, spine.month, spine.is_provisional

),

bridged as (

    select
        account_key,
        currency,
        month,
        is_provisional,
        contracts,
        coalesce(lag(closing_mrr) over (
            partition by account_key, currency order by month
        ), 0) as opening_mrr,
        closing_mrr,
        paused_mrr,
        coalesce(max(closing_mrr) over (
            partition by account_key, currency
            order by month
            rows between unbounded preceding and 1 preceding
        ), 0) = 0 as never_paid_before
    from running

),

-- An account that paid nothing last month and something
-- this month is new only once in its life.
moved as (

    select
        account_key,
        currency,
        month,
        is_provisional,
        contracts,
        cast(opening_mrr as decimal(18, 2)) as opening_mrr,
        case
            when opening_mrr = 0 and never_paid_before then 'new'
            when opening_mrr = 0 then 'reactivation'
            when closing_mrr = 0 then 'churn'
            when closing_mrr > opening_mrr then 'expansion'
            when closing_mrr < opening_mrr then 'contraction'
            else 'unchanged'
        end as movement_type,
        cast(closing_mrr - opening_mrr as decimal(18, 2)) as movement_amount,
        cast(closing_mrr as decimal(18, 2)) as closing_mrr,
        cast(paused_mrr as decimal(18, 2)) as paused_mrr
    from bridged
    where opening_mrr <> 0 or closing_mrr <> 0

)

select * from moved
