with

deal_survivors as (

    select * from {{ ref('int_deal_survivors') }}

),

deal_contacts as (

    select * from {{ ref('stg_hubspot__deal_contact') }}

),

deal_companies as (

    select * from {{ ref('stg_hubspot__deal_company') }}

),

contact_survivors as (

    select * from {{ ref('int_contact_survivors') }}

),

contacts as (

    select * from {{ ref('stg_hubspot__contact') }}

),

companies as (

    select * from {{ ref('stg_hubspot__company') }}

),

-- A deal merged away hands its contacts and companies to the one that stands
-- for it; a pair with several labels is one pair.
linked_contacts as (

    select
        deal_survivors.surviving_deal_id as deal_id,
        deal_contacts.contact_id,
        max(
            coalesce(
                lower(deal_contacts.association_label) in (
                    'decision maker',
                    'decision_maker',
                    'primary',
                    'primary contact',
                    'primary_contact'
                ),
                false
            )
        ) as is_labelled
    from deal_contacts
    inner join deal_survivors on deal_contacts.deal_id = deal_survivors.deal_id
    group by deal_survivors.surviving_deal_id, deal_contacts.contact_id

),

-- A contact that was merged lives as long as its survivor does.
chosen_contacts as (

    select
        linked_contacts.deal_id,
        linked_contacts.contact_id
    from linked_contacts
    left join contact_survivors
        on linked_contacts.contact_id = contact_survivors.contact_id
    left join contacts
        on
            coalesce(
                contact_survivors.surviving_contact_id,
                linked_contacts.contact_id
            ) = contacts.contact_id
    qualify
        row_number() over (
            partition by linked_contacts.deal_id
            order by
                contacts.contact_id is null asc,
                contacts.is_deleted asc,
                linked_contacts.is_labelled desc,
                linked_contacts.contact_id asc
        ) = 1

),

-- HubSpot's type 5 is the primary company; a company's own label may have
-- the same number.
linked_companies as (

    select
        deal_survivors.surviving_deal_id as deal_id,
        deal_companies.company_id,
        max(
            coalesce(deal_companies.association_type_id = 5, false)
            and coalesce(deal_companies.category, 'HUBSPOT_DEFINED')
            = 'HUBSPOT_DEFINED'
        ) as is_primary
    from deal_companies
    inner join deal_survivors on deal_companies.deal_id = deal_survivors.deal_id
    group by deal_survivors.surviving_deal_id, deal_companies.company_id

),

chosen_companies as (

    select
        linked_companies.deal_id,
        linked_companies.company_id
    from linked_companies
    left join companies on linked_companies.company_id = companies.company_id
    qualify
        row_number() over (
            partition by linked_companies.deal_id
            order by
                companies.company_id is null asc,
                companies.is_deleted asc,
                linked_companies.is_primary desc,
                linked_companies.company_id asc
        ) = 1

),

parties as (

    select
        coalesce(chosen_contacts.deal_id, chosen_companies.deal_id) as deal_id,
        chosen_contacts.contact_id,
        chosen_companies.company_id
    from chosen_contacts
    full outer join chosen_companies
        on chosen_contacts.deal_id = chosen_companies.deal_id

)

select * from parties
