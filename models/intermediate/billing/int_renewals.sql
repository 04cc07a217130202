with

contracts as (

    select * from {{ ref('int_contracts') }}

),

-- A renewal may be signed early; one that begins long after the end is a new
-- sale. What begins later than today is not known to happen. A contract that
-- names another customer's, or one that began no sooner, names it by mistake.
successors as (

    select
        contracts.contract_id,
        successors.contract_id as renewed_by_contract_id,
        successors.started_on as renewed_on,
        case
            when successors.started_on < successors.discounted_until
                then successors.discounted_amount
            else successors.full_amount
        end as amount_after,
        successors.currency as currency_after
    from contracts
    inner join contracts as successors
        on
            contracts.contract_id = successors.previous_contract_id
            and contracts.started_on < successors.started_on
            and (
                contracts.account_key = successors.account_key
                or contracts.company_id = successors.company_id
            )
    where
        successors.started_on < {{ business_date(as_of()) }}
        and (
            contracts.ended_on is null
            or successors.started_on
            < contracts.ended_on + {{ var('renewal_grace_days') }}
        )
    qualify row_number() over (
        partition by contracts.contract_id
        order by successors.started_on, successors.contract_id
    ) = 1

),

valued as (

    select
        *,
        least(
            coalesce(ended_on, date '9999-12-31') - 1,
            {{ business_date(as_of()) }} - 1
        ) as valued_on
    from contracts

),

renewals as (

    select
        valued.contract_id,
        valued.account_key,
        valued.product,
        valued.started_on,
        valued.ended_on as due_on,
        case
            when successors.contract_id is not null then 'renewed'
            when
                {{ business_date(as_of()) }}
                < valued.ended_on + {{ var('renewal_grace_days') }}
                then 'pending'
            else 'lapsed'
        end as outcome,
        valued.end_reason,
        successors.renewed_by_contract_id,
        successors.renewed_on,
        valued.currency,
        case
            when valued.valued_on < valued.discounted_until
                then valued.discounted_amount
            else valued.full_amount
        end as amount_before,
        successors.currency_after,
        successors.amount_after
    from valued
    left join successors on valued.contract_id = successors.contract_id
    where
        valued.ended_on < {{ business_date(as_of()) }}
        or successors.contract_id is not null

)

select * from renewals
