with

deal_contacts as (

    select * from {{ ref('int_deal_contacts') }}

),

deal_companies as (

    select * from {{ ref('int_deal_companies') }}

),

parties as (

    select
        coalesce(deal_contacts.deal_id, deal_companies.deal_id) as deal_id,
        deal_contacts.contact_id,
        deal_companies.company_id
    from deal_contacts
    full outer join deal_companies
        on deal_contacts.deal_id = deal_companies.deal_id

)

select * from parties
