{{ config(materialized="table") }}

with

contracts as (

    select * from {{ ref('int_contracts') }}

),

months as (

    select * from {{ ref('int_months') }}

),

pauses as (

    select * from {{ ref('stg_files__contract_pauses') }}

),

running as (

    select
        contracts.contract_id,
        contracts.account_key,
        contracts.currency,
        coalesce(contracts.product, 'unknown') as product,
        months.month,
        months.snapshot_on,
        case
            when months.snapshot_on < contracts.discounted_until
                then contracts.discounted_amount
            else contracts.full_amount
        end as monthly_amount
    from contracts
    inner join months
        on
            contracts.started_on <= months.snapshot_on
            and (
                contracts.ended_on is null
                or contracts.ended_on > months.snapshot_on
            )
    where contracts.account_key is not null

),

paused as (

    select distinct
        running.contract_id,
        running.month
    from running
    inner join pauses
        on
            running.contract_id = pauses.contract_id
            and running.snapshot_on >= pauses.paused_on
            and (
                pauses.resumed_on is null
                or running.snapshot_on < pauses.resumed_on
            )

),

contract_months as (

    select
        running.*,
        paused.contract_id is not null as is_paused
    from running
    left join paused
        on
            running.contract_id = paused.contract_id
            and running.month = paused.month

)

select * from contract_months
