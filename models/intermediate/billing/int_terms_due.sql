with

contracts as (

    select * from {{ ref('int_contracts') }}

),

terms_due as (

    select
        account_key,
        cast(date_trunc('month', ended_on) as date) as month,
        count(*) as contracts_due,
        count(*) filter (where is_renewed) as contracts_renewed
    from (
        select
            contracts.account_key,
            contracts.ended_on,
            count(renewals.contract_id) > 0 as is_renewed
        from contracts
        left join contracts as renewals
            on contracts.contract_id = renewals.previous_contract_id
        where contracts.ended_on < {{ business_date(as_of()) }}
        group by
            contracts.contract_id,
            contracts.account_key,
            contracts.ended_on
    ) as ended_terms
    group by all

)

select * from terms_due
