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

named_people as (

    select * from {{ ref('int_named_people') }}

),

every_address as (

    select email from holders

    union

    select email from members

    union

    select email from file_contacts

    union

    select email from named_people

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
