{{ config(materialized="table") }}

with

contracts as (

    select * from {{ ref('int_contracts') }}

),

months as (

    select * from {{ ref('int_months') }}

),

first_months as (

    select
        account_key,
        currency,
        min(cast(date_trunc('month', started_on) as date)) as first_month
    from contracts
    where account_key is not null
    group by account_key, currency

),

spine as (

    select
        first_months.account_key,
        first_months.currency,
        months.month,
        months.snapshot_on,
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
        coalesce(sum(contracts.monthly_amount), 0) as closing_mrr,
        count(contracts.contract_id) as contracts
    from spine
    left join contracts
        on
            spine.account_key = contracts.account_key
            and spine.currency = contracts.currency
            and spine.snapshot_on >= contracts.started_on
            and (
                contracts.ended_on is null
                or spine.snapshot_on < contracts.ended_on
            )
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
        cast(closing_mrr as decimal(18, 2)) as closing_mrr
    from bridged
    where opening_mrr <> 0 or closing_mrr <> 0

)

select * from moved
