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
        min(cast(date_trunc('month', started_on) as date)) as first_month
    from contracts
    where account_key is not null
    group by account_key

),

spine as (

    select
        first_months.account_key,
        months.month,
        months.snapshot_on,
        months.is_provisional
    from first_months
    inner join months on first_months.first_month <= months.month

),

running as (

    select
        spine.account_key,
        spine.month,
        spine.is_provisional,
        count(contracts.contract_id) > 0 as is_active_at_end
    from spine
    left join contracts
        on
            spine.account_key = contracts.account_key
            and spine.snapshot_on >= contracts.started_on
            and (
                contracts.ended_on is null
                or spine.snapshot_on < contracts.ended_on
            )
    group by spine.account_key, spine.month, spine.is_provisional

),

compared as (

    select
        *,
        coalesce(lag(is_active_at_end) over (
            partition by account_key order by month
        ), false) as is_active_at_start,
        coalesce(bool_or(is_active_at_end) over (
            partition by account_key
            order by month
            rows between unbounded preceding and 1 preceding
        ), false) as was_active_before
    from running

)

select * from compared
