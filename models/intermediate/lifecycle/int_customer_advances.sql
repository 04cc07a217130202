with

subject_deals as (

    select * from {{ ref('int_subject_deals') }}

),

customer_periods as (

    select * from {{ ref('int_customer_periods') }}

),

ambassador_acts as (

    select * from {{ ref('int_ambassador_acts') }}

),

subject_acts as (

    select
        'person' as subject_type,
        person_key as subject_key,
        acted_at,
        source_table,
        source_id
    from ambassador_acts
    where person_key is not null

    union all

    select
        'account' as subject_type,
        account_key as subject_key,
        acted_at,
        source_table,
        source_id
    from ambassador_acts
    where account_key is not null

),

-- A person who leaves a customer recommends nobody as one; an account that
-- renews or recommends shows by it that it is one.
acts_of_customers as (

    select distinct subject_acts.*
    from subject_acts
    left join customer_periods
        on
            subject_acts.subject_type = customer_periods.subject_type
            and subject_acts.subject_key = customer_periods.subject_key
            and subject_acts.acted_at >= customer_periods.started_at
            and subject_acts.acted_at
            < coalesce(customer_periods.ended_at, timestamp '9999-12-31')
    where
        subject_acts.subject_type = 'account'
        or customer_periods.subject_key is not null

),

further_deals_of_customers as (

    select distinct subject_deals.*
    from subject_deals
    left join customer_periods
        on
            subject_deals.subject_type = customer_periods.subject_type
            and subject_deals.subject_key = customer_periods.subject_key
            and subject_deals.closed_at >= customer_periods.started_at
            and subject_deals.closed_at
            < coalesce(customer_periods.ended_at, timestamp '9999-12-31')
    where
        subject_deals.kind in ('renewal', 'upsell')
        and subject_deals.outcome = 'won'
        and (
            subject_deals.subject_type = 'account'
            or customer_periods.subject_key is not null
        )

),

customer_advances as (

    select
        subject_type,
        subject_key,
        'further_deal_won' as event,
        closed_at as occurred_at,
        deal_key,
        'deals' as evidence_table,
        cast(deal_key as text) as evidence_id
    from further_deals_of_customers

    union all

    select
        subject_type,
        subject_key,
        'recommended' as event,
        acted_at as occurred_at,
        cast(null as bigint) as deal_key,
        source_table as evidence_table,
        source_id as evidence_id
    from acts_of_customers

)

select * from customer_advances
