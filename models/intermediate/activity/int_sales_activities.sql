with

property_history as (

    select * from {{ ref('stg_hubspot__contact_property_history') }}

),

dated_engagements as (

    select * from {{ ref('int_crm_engagements') }}

),

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

person_links as (

    select * from {{ ref('int_person_links') }}
    where source_system = 'hubspot'

),

sales_feedback as (

    select * from {{ ref('stg_files__sales_feedback') }}

),

-- A contact is handed to sales when it gets an owner.
hand_offs as (

    select
        'hubspot' as source_system,
        'contact_property_history' as source_table,
        concat_ws('|', contact_id, property_name, changed_at) as source_id,
        'handed_off' as activity,
        changed_at as occurred_at,
        recorded_at,
        'hubspot' as person_system,
        cast(contact_id as text) as person_native_id,
        cast(null as text) as person_email,
        cast(null as text) as account_system,
        cast(null as text) as account_native_id,
        property_value as detail,
        false as is_deleted
    from property_history
    where
        property_name = 'hubspot_owner_id'
        and nullif(trim(property_value), '') is not null

),

-- One deed with two contacts of one person is one deed of theirs, told by the
-- contact that was not merged away.
addressed_people as (

    select
        engagement_contacts.engagement_id,
        coalesce(
            min(engagement_contacts.contact_id) filter (
                where person_links.method <> 'merge'
            ),
            min(engagement_contacts.contact_id)
        ) as contact_id
    from engagement_contacts
    left join person_links
        on
            cast(engagement_contacts.contact_id as text)
            = person_links.native_id
    group by
        engagement_contacts.engagement_id,
        coalesce(person_links.person_key, -engagement_contacts.contact_id)

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

addressees as (

    select
        engagement_id,
        contact_id,
        cast(null as bigint) as company_id,
        concat_ws('|', engagement_id, contact_id) as source_id
    from addressed_people

    union all

    select
        coalesce(
            deals_without_contact.engagement_id,
            companies_without_contact.engagement_id
        ) as engagement_id,
        deals_without_contact.contact_id,
        coalesce(
            companies_without_contact.company_id,
            deals_without_contact.company_id
        ) as company_id,
        cast(
            coalesce(
                deals_without_contact.engagement_id,
                companies_without_contact.engagement_id
            ) as text
        ) as source_id
    from deals_without_contact
    full join companies_without_contact
        on
            deals_without_contact.engagement_id
            = companies_without_contact.engagement_id

),

crm_engagements as (

    select
        'hubspot' as source_system,
        'engagement' as source_table,
        addressees.source_id,
        dated_engagements.activity,
        dated_engagements.occurred_at,
        dated_engagements.recorded_at,
        'hubspot' as person_system,
        cast(addressees.contact_id as text) as person_native_id,
        cast(null as text) as person_email,
        'hubspot' as account_system,
        cast(addressees.company_id as text) as account_native_id,
        cast(dated_engagements.owner_id as text) as detail,
        dated_engagements.is_deleted
    from dated_engagements
    inner join addressees
        on dated_engagements.engagement_id = addressees.engagement_id

),

verdicts as (

    select
        'files' as source_system,
        'sales_feedback' as source_table,
        feedback_id as source_id,
        case
            when verdict = 'accepted' then 'lead_accepted'
            else 'lead_rejected'
        end as activity,
        given_at as occurred_at,
        recorded_at,
        'files' as person_system,
        contact_id as person_native_id,
        email as person_email,
        cast(null as text) as account_system,
        cast(null as text) as account_native_id,
        reason as detail,
        false as is_deleted
    from sales_feedback

),

sales_activities as (

    select * from hand_offs

    union all

    select * from crm_engagements

    union all

    select * from verdicts

)

select * from sales_activities
