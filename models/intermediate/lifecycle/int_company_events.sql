with

first_sightings as (

    select * from {{ ref('int_first_sightings') }}

),

deal_events as (

    select * from {{ ref('int_deal_events') }}

),

people as (

    select * from {{ ref('int_people') }}

),

occurrences as (

    select * from {{ ref('int_qualification_occurrences') }}

),

cycle_ends as (

    select * from {{ ref('int_cycle_ends') }}

),

qualified as (

    select
        'person' as subject_type,
        person_key as subject_key,
        person_link_key,
        qualified_at,
        acquisition_key
    from occurrences

    union all

    select
        'account' as subject_type,
        people.account_key as subject_key,
        cast(null as bigint) as person_link_key,
        occurrences.qualified_at,
        occurrences.acquisition_key
    from occurrences
    inner join people on occurrences.person_key = people.person_key
    where people.account_key is not null

),

company_events as (

    select
        subject_type,
        subject_key,
        event,
        occurred_at,
        person_link_key,
        cast(null as bigint) as deal_key,
        evidence_table,
        evidence_id
    from first_sightings

    union all

    select
        subject_type,
        subject_key,
        'qualified' as event,
        qualified_at as occurred_at,
        person_link_key,
        cast(null as bigint) as deal_key,
        'qualification_occurrences' as evidence_table,
        cast(acquisition_key as text) as evidence_id
    from qualified

    union all

    select
        subject_type,
        subject_key,
        event,
        occurred_at,
        person_link_key,
        deal_key,
        evidence_table,
        evidence_id
    from deal_events

    union all

    select
        subject_type,
        subject_key,
        'cycle_' || end_type as event,
        ended_at as occurred_at,
        cast(null as bigint) as person_link_key,
        cast(null as bigint) as deal_key,
        'cycle_ends' as evidence_table,
        cast(subject_key as text) as evidence_id
    from cycle_ends

)

select * from company_events
