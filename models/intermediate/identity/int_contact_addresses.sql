{{ config(materialized="table") }}

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

-- A property holds a value until its next change.
changes as (

    select
        contact_id,
        property_name = 'email' as is_primary,
        nullif(lower(trim(property_value)), '') as addresses,
        changed_at,
        lead(changed_at) over (
            partition by contact_id, property_name
            order by changed_at, property_value
        ) as changed_again_at
    from property_history
    where property_name in ('email', 'hs_additional_emails')

),

told as (

    select
        contact_id,
        is_primary,
        addresses,
        changed_at as held_from,
        changed_again_at as held_to
    from changes

    union all

    select
        contact_id,
        true as is_primary,
        email as addresses,
        cast(null as timestamp) as held_from,
        cast(null as timestamp) as held_to
    from contacts

    union all

    select
        contact_id,
        false as is_primary,
        additional_emails as addresses,
        cast(null as timestamp) as held_from,
        cast(null as timestamp) as held_to
    from contacts

),

single as (

    select
        told.contact_id,
        told.is_primary,
        nullif(trim(listed.address), '') as email,
        told.held_from,
        told.held_to
    from told
    cross join
        unnest(string_split(told.addresses, ';')) as listed (address)

),

-- What a contact holds now it has held since its history last says
-- so; without a history of that address, since it was made.
held as (

    select
        single.contact_id,
        survivors.surviving_contact_id,
        single.email,
        bool_or(single.is_primary and not survivors.was_merged) filter (
            where single.held_to is null
        ) as is_primary,
        max(single.held_from) filter (
            where single.held_to is null
        ) as held_from,
        bool_or(single.held_to is null) as is_held
    from single
    inner join survivors on single.contact_id = survivors.contact_id
    where single.email is not null
    group by
        single.contact_id, survivors.surviving_contact_id, single.email

),

present as (

    select
        held.contact_id,
        held.surviving_contact_id,
        held.email,
        held.is_primary,
        coalesce(held.held_from, contacts.created_at) as held_from,
        cast(null as timestamp) as held_to
    from held
    left join contacts on held.contact_id = contacts.contact_id
    where held.is_held

),

former as (

    select
        single.contact_id,
        survivors.surviving_contact_id,
        single.email,
        false as is_primary,
        single.held_from,
        single.held_to
    from single
    inner join survivors on single.contact_id = survivors.contact_id
    where
        single.email is not null
        and single.held_to is not null

),

unioned as (

    select * from present
    union all
    select * from former

),

contact_addresses as (

    select
        unioned.contact_id,
        unioned.surviving_contact_id,
        unioned.email,
        unioned.is_primary,
        unioned.held_from,
        unioned.held_to,
        not coalesce(owners.is_deleted, true) as is_living
    from unioned
    left join contacts as owners
        on unioned.surviving_contact_id = owners.contact_id

)

select * from contact_addresses
