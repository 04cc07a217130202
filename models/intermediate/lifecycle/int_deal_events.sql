with

subject_deals as (

    select * from {{ ref('int_subject_deals') }}

),

customer_advances as (

    select * from {{ ref('int_customer_advances') }}

),

crm_deals as (

    select * from {{ ref('int_crm_deals') }}

),

deal_links as (

    select
        {{ surrogate_key(['source_system', 'native_id']) }} as deal_key,
        {{ surrogate_key(['source_system', 'contact_native_id']) }}
            as person_link_key
    from crm_deals
    where contact_native_id is not null

),

unioned as (

    select
        subject_type,
        subject_key,
        'deal_created' as event,
        created_at as occurred_at,
        deal_key,
        'deals' as evidence_table,
        cast(deal_key as text) as evidence_id
    from subject_deals
    where kind = 'new_business'

    union all

    select
        subject_type,
        subject_key,
        'deal_won' as event,
        closed_at as occurred_at,
        deal_key,
        'deals' as evidence_table,
        cast(deal_key as text) as evidence_id
    from subject_deals
    where kind = 'new_business' and outcome = 'won'

    union all

    select
        subject_type,
        subject_key,
        event,
        occurred_at,
        deal_key,
        evidence_table,
        evidence_id
    from customer_advances

),

-- A person is reached through the contact that the deal
-- is linked to, an account through none.
deal_events as (

    select
        unioned.subject_type,
        unioned.subject_key,
        unioned.event,
        unioned.occurred_at,
        deal_links.person_link_key,
        unioned.deal_key,
        unioned.evidence_table,
        unioned.evidence_id
    from unioned
    left join deal_links
        on
            unioned.deal_key = deal_links.deal_key
            and unioned.subject_type = 'person'

)

select * from deal_events
