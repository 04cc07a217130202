with

engagement_contacts as (

    select * from {{ ref('stg_hubspot__engagement_contact') }}

),

engagement_deals as (

    select * from {{ ref('stg_hubspot__engagement_deal') }}

),

engagement_companies as (

    select * from {{ ref('stg_hubspot__engagement_company') }}

),

crm_deals as (

    select * from {{ ref('int_crm_deals') }}

),

-- Without a contact it is the person's of the deal that it was logged on,
-- and without a deal nobody's but the company's.
deals_without_contact as (

    select
        engagement_deals.engagement_id,
        min(
            try_cast(crm_deals.contact_native_id as bigint)
        ) as contact_id,
        min(
            try_cast(crm_deals.company_native_id as bigint)
        ) as company_id
    from engagement_deals
    inner join crm_deals
        on cast(engagement_deals.deal_id as text) = crm_deals.native_id
    left join engagement_contacts
        on engagement_deals.engagement_id = engagement_contacts.engagement_id
    where engagement_contacts.engagement_id is null
    group by engagement_deals.engagement_id

),

companies_without_contact as (

    select
        engagement_companies.engagement_id,
        min(engagement_companies.company_id) as company_id
    from engagement_companies
    left join engagement_contacts
        on
            engagement_companies.engagement_id
            = engagement_contacts.engagement_id
    where engagement_contacts.engagement_id is null
    group by engagement_companies.engagement_id

),

without_contact as (

    select
        coalesce(
            deals_without_contact.engagement_id,
            companies_without_contact.engagement_id
        ) as engagement_id,
        deals_without_contact.contact_id,
        coalesce(
            companies_without_contact.company_id,
            deals_without_contact.company_id
        ) as company_id
    from deals_without_contact
    full join companies_without_contact
        on
            deals_without_contact.engagement_id
            = companies_without_contact.engagement_id

)

select * from without_contact
