with

contracts as (

    select * from {{ ref('stg_files__contracts') }}

),

contract_pauses as (

    select * from {{ ref('stg_files__contract_pauses') }}

),

counted_contracts as (

    select * from {{ ref('int_contracts') }}

),

contract_fates as (

    select
        contracts.contract_id,
        case
            when
                counted_contracts.account_key is not null
                and contracts.started_on < {{ business_date(as_of()) }}
                then null
            when contracts.started_on >= {{ business_date(as_of()) }}
                then 'at or after the instant looked from'
            when counted_contracts.contract_id is not null
                then 'of no account known'
            when contracts.price = 0 then 'free of charge'
            when contracts.ended_on <= contracts.started_on
                then 'ends before it ran a day'
            else 'for another reason'
        end as reason
    from contracts
    left join counted_contracts
        on contracts.contract_id = counted_contracts.contract_id

),

row_fates as (

    select
        'files' as source_system,
        'contracts' as table_name,
        contract_id as native_id,
        reason
    from contract_fates

    union all

    -- A pause shares the fate of its contract.
    select
        'files' as source_system,
        'contract_pauses' as table_name,
        concat_ws('|', contract_pauses.contract_id, contract_pauses.paused_on)
            as native_id,
        case
            when contract_fates.contract_id is null then 'of no contract known'
            when contract_fates.reason is not null
                then 'of a contract that is set aside'
            when contract_pauses.paused_on >= {{ business_date(as_of()) }}
                then 'at or after the instant looked from'
        end as reason
    from contract_pauses
    left join contract_fates
        on contract_pauses.contract_id = contract_fates.contract_id

)

select * from row_fates
