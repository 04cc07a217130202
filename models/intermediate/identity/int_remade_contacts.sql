with

contact_addresses as (

    select * from {{ ref('int_contact_addresses') }}

),

holders as (

    select * from {{ ref('int_address_holders') }}

),

-- A contact that was deleted is the one that lives and holds
-- what was its own address to the last.
remade as (

    select
        contact_addresses.surviving_contact_id as deleted_contact_id,
        min(holders.surviving_contact_id) as contact_id
    from contact_addresses
    inner join holders on contact_addresses.email = holders.email
    where
        not contact_addresses.is_living
        and contact_addresses.is_primary
        and contact_addresses.held_to is null
        and holders.is_living
        and holders.is_held
    group by contact_addresses.surviving_contact_id

)

select * from remade
