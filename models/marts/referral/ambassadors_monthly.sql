with

months as (

    select * from {{ ref('int_months') }}

),

contracts as (

    select * from {{ ref('int_contracts') }}

),

ambassador_acts as (

    select * from {{ ref('int_ambassador_acts') }}

),

active_accounts as (

    select distinct
        months.month,
        months.snapshot_on,
        months.is_provisional,
        contracts.account_key
    from months
    inner join contracts
        on
            months.snapshot_on >= contracts.started_on
            and (
                contracts.ended_on is null
                or months.snapshot_on < contracts.ended_on
            )
    where contracts.account_key is not null

),

last_acts as (

    select
        active_accounts.month,
        active_accounts.snapshot_on,
        active_accounts.is_provisional,
        active_accounts.account_key,
        max({{ business_date('ambassador_acts.acted_at') }}) as last_act_on
    from active_accounts
    left join ambassador_acts
        on
            active_accounts.account_key = ambassador_acts.account_key
            and active_accounts.snapshot_on
            >= {{ business_date('ambassador_acts.acted_at') }}
    group by all

),

counted as (

    select
        month,
        count(*) as active_accounts,
        count(last_act_on) as ambassadors_ever,
        count(*) filter (
            where
            last_act_on
            > snapshot_on - {{ var('ambassador_window_days') }}
        ) as ambassadors_trailing,
        is_provisional
    from last_acts
    group by month, is_provisional

)

select * from counted
