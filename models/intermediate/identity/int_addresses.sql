with

contacts as (

    select * from {{ ref('stg_hubspot__contact') }}

),

property_history as (

    select * from {{ ref('stg_hubspot__contact_property_history') }}

),

survivors as (

    select * from {{ ref('int_contact_survivors') }}

),

members as (

    select * from {{ ref('stg_mailchimp__member') }}

),

file_contacts as (

    select * from {{ ref('stg_files__contacts') }}

),

file_activities as (

    select * from {{ ref('stg_files__activities') }}

),

sales_feedback as (

    select * from {{ ref('stg_files__sales_feedback') }}

),

survey_responses as (

    select * from {{ ref('stg_files__survey_responses') }}

),

invitations as (

    select * from {{ ref('stg_files__referral_invitations') }}

),

reviews as (

    select * from {{ ref('stg_files__reviews') }}

),

web_events as (

    select * from {{ ref('stg_files__web_events') }}

),

product_events as (

    select * from {{ ref('stg_files__product_events') }}

),

-- An address that a contact held once still leads to that contact.
crm_addresses as (

    select
        email,
        contact_id
    from contacts

    union all

    select
        nullif(lower(trim(property_value)), '') as email,
        contact_id
    from property_history
    where property_name = 'email'

),

holders as (

    select
        crm_addresses.email,
        min(survivors.surviving_contact_id) as surviving_contact_id
    from crm_addresses
    inner join survivors
        on crm_addresses.contact_id = survivors.contact_id
    where crm_addresses.email is not null
    group by crm_addresses.email

),

every_address as (

    select email from holders

    union

    select email from members

    union

    select email from file_contacts

    union

    select email from file_activities

    union

    select email from sales_feedback

    union

    select email from survey_responses

    union

    select email from invitations

    union

    select email from reviews

    union

    select email from web_events

    union

    select email from product_events

),

addresses as (

    select
        every_address.email,
        holders.surviving_contact_id
    from every_address
    left join holders on every_address.email = holders.email
    where every_address.email is not null

)

select * from addresses
