with

deal_survivors as (

    select * from {{ ref('int_deal_survivors') }}

),

deal_contacts as (

    select * from {{ ref('stg_hubspot__deal_contact') }}

),

contact_survivors as (

    select * from {{ ref('int_contact_survivors') }}

),

contacts as (

    select * from {{ ref('stg_hubspot__contact') }}

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

)

select * from chosen_contacts
