{{ config(materialized="table") }}

with

person_links as (

    select * from {{ ref('int_person_links') }}

),

contact_addresses as (

    select * from {{ ref('int_contact_addresses') }}

),

holders as (

    select * from {{ ref('int_address_holders') }}

),

addresses as (

    select
        native_id as email,
        person_key,
        person_link_key
    from person_links
    where source_system = 'email'

),

held as (

    select
        contact_addresses.email,
        person_links.person_key,
        contact_addresses.held_from,
        person_links.person_key = addresses.person_key as is_holder,
        contact_addresses.held_to is not null
        and contact_addresses.held_from < holders.held_from as was_before
    from contact_addresses
    inner join holders on contact_addresses.email = holders.email
    inner join addresses on contact_addresses.email = addresses.email
    inner join person_links
        on
            person_links.source_system = 'hubspot'
            and cast(contact_addresses.contact_id as text)
            = person_links.native_id

),

handed_on as (

    select email
    from held
    where not is_holder
    group by email
    having bool_or(was_before)

),

-- From who gave it up to who took it; in between it is
-- still the address of who had it.
periods as (

    select
        held.email,
        held.person_key,
        lag(held.held_from) over (
            partition by held.email
            order by held.held_from, held.is_holder, held.person_key
        ) is null as is_first,
        held.held_from,
        lead(held.held_from) over (
            partition by held.email
            order by held.held_from, held.is_holder, held.person_key
        ) as held_to
    from held
    inner join handed_on on held.email = handed_on.email
    where held.is_holder or held.was_before

),

address_links as (

    select
        addresses.email,
        coalesce(periods.person_key, addresses.person_key) as person_key,
        addresses.person_link_key,
        case
            when periods.is_first is null or periods.is_first
                then timestamp '0001-01-01'
            else periods.held_from
        end as held_from,
        coalesce(periods.held_to, timestamp '9999-12-31') as held_to
    from addresses
    left join periods on addresses.email = periods.email

)

select * from address_links
