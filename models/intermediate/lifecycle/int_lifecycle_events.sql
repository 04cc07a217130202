with

first_sightings as (

    select * from {{ ref('int_first_sightings') }}

),

customer_advances as (

    select * from {{ ref('int_customer_advances') }}

),

people as (

    select * from {{ ref('int_people') }}

),

occurrences as (

    select * from {{ ref('int_qualification_occurrences') }}

),

subject_deals as (

    select * from {{ ref('int_subject_deals') }}

),

signals as (

    select * from {{ ref('int_signals') }}

),

cycle_ends as (

    select * from {{ ref('int_cycle_ends') }}

),

events as (

    select * from first_sightings

    union all

    select
        'person' as subject_type,
        person_key as subject_key,
        qualified_at as occurred_at,
        'qualified' as stage,
        'qualification_occurrences' as evidence_table,
        cast(acquisition_key as text) as evidence_id
    from occurrences

    union all

    select
        'account' as subject_type,
        people.account_key as subject_key,
        occurrences.qualified_at as occurred_at,
        'qualified' as stage,
        'qualification_occurrences' as evidence_table,
        cast(occurrences.acquisition_key as text) as evidence_id
    from occurrences
    inner join people on occurrences.person_key = people.person_key
    where people.account_key is not null

    union all

    select
        subject_type,
        subject_key,
        created_at as occurred_at,
        'opportunity' as stage,
        'deals' as evidence_table,
        cast(deal_key as text) as evidence_id
    from subject_deals
    where kind = 'new_business'

    union all

    select
        subject_type,
        subject_key,
        closed_at as occurred_at,
        'customer' as stage,
        'deals' as evidence_table,
        cast(deal_key as text) as evidence_id
    from subject_deals
    where kind = 'new_business' and outcome = 'won'

    union all

    select
        'person' as subject_type,
        person_key as subject_key,
        occurred_at,
        'rejected' as stage,
        'activities' as evidence_table,
        cast(activity_key as text) as evidence_id
    from signals
    where activity = 'lead_rejected'

    union all

    select * from customer_advances

    union all

    select
        subject_type,
        subject_key,
        ended_at as occurred_at,
        end_type as stage,
        'cycle_ends' as evidence_table,
        cast(subject_key as text) as evidence_id
    from cycle_ends

)

select * from events
