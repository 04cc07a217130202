{{ config(materialized="table") }}

with

accounts as (

    select * from {{ ref('int_accounts') }}

),

contracts as (

    select * from {{ ref('int_contracts') }}

),

occurrences as (

    select * from {{ ref('int_qualification_occurrences') }}

),

people as (

    select * from {{ ref('int_people') }}

),

person_activities as (

    select * from {{ ref('int_person_activities') }}

),

activity_names as (

    select * from {{ ref('activities') }}

),

first_contracts as (

    select
        account_key,
        min(started_on) as first_contract_on
    from contracts
    where started_on < {{ business_date(as_of()) }}
    group by account_key

),

first_leads as (

    select
        people.account_key,
        people.source_channel,
        occurrences.origin_team,
        {{ business_date('occurrences.qualified_at') }} as first_qualified_on
    from occurrences
    inner join people on occurrences.person_key = people.person_key
    where people.account_key is not null
    qualify row_number() over (
        partition by people.account_key
        order by
            occurrences.qualified_at, occurrences.person_key,
            occurrences.cycle_no
    ) = 1

),

first_inbound_contacts as (

    select
        person_activities.person_key,
        min(person_activities.occurred_at) as first_contact_at
    from person_activities
    inner join activity_names
        on person_activities.activity = activity_names.activity
    where
        activity_names.direction = 'inbound'
        and activity_names.family in ('email', 'web', 'form')
        and not person_activities.is_automatic
    group by person_activities.person_key

),

-- Who came by a mail, the site or a form before the first contract was met by
-- marketing, whoever found the lead.
influenced as (

    select distinct first_contracts.account_key
    from first_contracts
    inner join people on first_contracts.account_key = people.account_key
    inner join first_inbound_contacts
        on people.person_key = first_inbound_contacts.person_key
    where
        first_inbound_contacts.first_contact_at
        < {{ day_start('first_contracts.first_contract_on') }}

),

origins as (

    select
        accounts.account_key,
        coalesce(first_leads.source_channel, 'unknown') as acquisition_channel,
        coalesce(first_leads.origin_team, 'unknown') as origin_team,
        first_leads.first_qualified_on,
        first_contracts.first_contract_on,
        influenced.account_key is not null as is_marketing_influenced
    from accounts
    left join first_leads on accounts.account_key = first_leads.account_key
    left join first_contracts
        on accounts.account_key = first_contracts.account_key
    left join influenced on accounts.account_key = influenced.account_key

)

select * from origins
