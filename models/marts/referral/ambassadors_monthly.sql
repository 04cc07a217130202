with

months as (

    select * from {{ ref('int_months') }}

),

account_months as (

    select * from {{ ref('int_account_months') }}

),

ambassador_acts as (

    select * from {{ ref('int_ambassador_acts') }}

),

active_accounts as (

    select
        months.month,
        months.snapshot_on,
        months.is_provisional,
        account_months.account_key
    from months
    inner join account_months on months.month = account_months.month
    where account_months.is_active_at_end

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
