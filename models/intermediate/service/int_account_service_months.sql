with

account_months as (

    select * from {{ ref('int_account_months') }}

),

months as (

    select * from {{ ref('int_months') }}

),

versions as (

    select * from {{ ref('agreement_versions') }}

),

scores as (

    select * from {{ ref('int_engagement_scores') }}

),

signals as (

    select * from {{ ref('int_satisfaction_signals') }}

),

tickets as (

    select * from {{ ref('int_account_tickets') }}

),

invitations as (

    select * from {{ ref('int_account_invitations') }}

),

repeat_sales as (

    select * from {{ ref('int_repeat_sales') }}

),

ideal_accounts as (

    select * from {{ ref('int_ideal_accounts') }}

),

versions_of_months as (

    select
        months.month,
        versions.agreement_version
    from months
    inner join versions
        on
            months.snapshot_on >= versions.valid_from
            and months.snapshot_on
            < coalesce(versions.valid_to, date '9999-12-31')

),

served as (

    select
        account_months.account_key,
        account_months.month,
        versions_of_months.agreement_version,
        coalesce(scores.engagement_score, 0) as engagement_score,
        coalesce(signals.satisfaction_signals, 0) as satisfaction_signals,
        coalesce(tickets.tickets_opened, 0) as tickets_opened,
        coalesce(invitations.invitations_sent, 0) as invitations_sent,
        coalesce(ideal_accounts.is_ideal, false) as is_ideal,
        coalesce(repeat_sales.repeat_sales_365_days, 0)
            as repeat_sales_365_days
    from account_months
    left join versions_of_months
        on account_months.month = versions_of_months.month
    left join scores
        on
            account_months.account_key = scores.account_key
            and account_months.month = scores.month
    left join signals
        on
            account_months.account_key = signals.account_key
            and account_months.month = signals.month
    left join tickets
        on
            account_months.account_key = tickets.account_key
            and account_months.month = tickets.month
    left join invitations
        on
            account_months.account_key = invitations.account_key
            and account_months.month = invitations.month
    left join repeat_sales
        on
            account_months.account_key = repeat_sales.account_key
            and account_months.month = repeat_sales.month
    left join ideal_accounts
        on account_months.account_key = ideal_accounts.account_key

)

select * from served
