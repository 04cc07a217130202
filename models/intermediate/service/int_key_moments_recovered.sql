with

due as (

    select * from {{ ref('int_key_moments_due') }}

),

contracts as (

    select * from {{ ref('int_contracts') }}

),

deals as (

    select * from {{ ref('int_deals') }}

),

-- A contract that was renewed before the talk was due needed none, and is kept.
renewed as (

    select
        due.moment,
        due.contract_id,
        contracts.started_on as recovered_on
    from due
    inner join contracts
        on
            due.anchor = 'term_end'
            and due.contract_id = contracts.previous_contract_id
            and due.contract_id <> contracts.contract_id
            and due.account_key = contracts.account_key
            and due.recovered_before_on > contracts.started_on
            and due.anchored_on + {{ var('renewal_grace_days') }}
            > contracts.started_on
            and contracts.started_on < {{ business_date(as_of()) }}

    union all

    select
        due.moment,
        due.contract_id,
        {{ business_date('deals.closed_at') }} as recovered_on
    from due
    inner join deals
        on
            due.anchor = 'first_start'
            and due.account_key = deals.account_key
            and due.due_on <= {{ business_date('deals.closed_at') }}
            and due.recovered_before_on
            > {{ business_date('deals.closed_at') }}
    where deals.outcome = 'won' and deals.kind in ('renewal', 'upsell')

),

recovered as (

    select
        moment,
        contract_id,
        min(recovered_on) as recovered_on
    from renewed
    group by moment, contract_id

)

select * from recovered
