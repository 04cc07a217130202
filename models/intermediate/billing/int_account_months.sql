{{ config(materialized="table") }}

with

contracts as (

    select * from {{ ref('int_contracts') }}

),

contract_months as (

    select * from {{ ref('int_contract_months') }}

),

months as (

    select * from {{ ref('int_months') }}

),

-- The spine begins with the first contract, which may end
-- before any month does.
first_months as (

    select
        account_key,
        min(cast(date_trunc('month', started_on) as date)) as first_month
    from contracts
    where account_key is not null
    group by account_key

),

running_accounts as (

    select distinct
        account_key,
        month
    from contract_months

),

running as (

    select
        first_months.account_key,
        months.month,
        months.is_provisional,
        running_accounts.account_key is not null as is_active_at_end
    from first_months
    inner join months on first_months.first_month <= months.month
    left join running_accounts
        on
            first_months.account_key = running_accounts.account_key
            and months.month = running_accounts.month

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
