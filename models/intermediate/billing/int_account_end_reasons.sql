with

account_months as (

    select * from {{ ref('int_account_months') }}

),

months as (

    select * from {{ ref('int_months') }}

),

contracts as (

    select * from {{ ref('int_contracts') }}

),

churned as (

    select
        account_months.account_key,
        account_months.month,
        months.snapshot_on
    from account_months
    inner join months on account_months.month = months.month
    where
        account_months.is_active_at_start
        and not account_months.is_active_at_end

),

-- The contract that ended last says why the account left.
end_reasons as (

    select
        churned.account_key,
        churned.month,
        coalesce(contracts.end_reason, 'unknown') as end_reason
    from churned
    inner join contracts
        on
            churned.account_key = contracts.account_key
            and churned.snapshot_on >= contracts.ended_on
    qualify row_number() over (
        partition by churned.account_key, churned.month
        order by contracts.ended_on desc, contracts.contract_id desc
    ) = 1

)

select * from end_reasons
