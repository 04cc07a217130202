with

months as (

    select * from {{ ref('int_months') }}

),

account_months as (

    select * from {{ ref('int_account_months') }}

),

acts_done as (

    select * from {{ ref('int_ambassador_acts') }}

),

-- Each kind of act by itself, and all of them together: whoever did two
-- kinds is one ambassador.
act_types as (

    select 'all' as act_type
    union all
    select 'invitation' as act_type
    union all
    select 'review' as act_type
    union all
    select 'testimonial' as act_type
    union all
    select 'case_study' as act_type
    union all
    select 'reference_call' as act_type

),

ambassador_acts as (

    select
        act_types.act_type,
        acts_done.account_key,
        {{ business_date('acts_done.acted_at') }} as acted_on
    from acts_done
    inner join act_types
        on
            act_types.act_type = 'all'
            or act_types.act_type
            = case
                when acts_done.act_type = 'invitation_accepted'
                    then 'invitation'
                else acts_done.act_type
            end

),

active_accounts as (

    select
        months.month,
        months.snapshot_on,
        months.is_provisional,
        act_types.act_type,
        account_months.account_key
    from months
    inner join account_months on months.month = account_months.month
    cross join act_types
    where account_months.is_active_at_end

),

last_acts as (

    select
        active_accounts.month,
        active_accounts.snapshot_on,
        active_accounts.is_provisional,
        active_accounts.act_type,
        active_accounts.account_key,
        max(ambassador_acts.acted_on) as last_act_on
    from active_accounts
    left join ambassador_acts
        on
            active_accounts.account_key = ambassador_acts.account_key
            and active_accounts.act_type = ambassador_acts.act_type
            and active_accounts.snapshot_on >= ambassador_acts.acted_on
    group by all

),

counted as (

    select
        month,
        act_type,
        count(*) as active_accounts,
        count(last_act_on) as ambassadors_ever,
        count(*) filter (
            where
            last_act_on
            > snapshot_on - {{ var('ambassador_window_days') }}
        ) as ambassadors_trailing,
        is_provisional
    from last_acts
    group by month, act_type, is_provisional

)

select * from counted
