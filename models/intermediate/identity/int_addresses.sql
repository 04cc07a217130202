with

holders as (

    select * from {{ ref('int_address_holders') }}

),

remade as (

    select * from {{ ref('int_remade_contacts') }}

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
        coalesce(remade.contact_id, holders.surviving_contact_id)
            as surviving_contact_id
    from every_address
    left join holders on every_address.email = holders.email
    left join remade
        on holders.surviving_contact_id = remade.deleted_contact_id
    where every_address.email is not null

)

select * from addresses
