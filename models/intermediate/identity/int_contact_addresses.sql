{{ config(materialized="table") }}

with

contacts as (

    select * from {{ ref('stg_hubspot__contact') }}

),

survivors as (

    select * from {{ ref('int_contact_survivors') }}

),

told as (

    select * from {{ ref('int_told_addresses') }}

),

-- What a contact holds now it has held since its history last says
-- so; without a history of that address, since it was made.
held as (

    select
        told.contact_id,
        survivors.surviving_contact_id,
        told.email,
        bool_or(told.is_primary and not survivors.was_merged) filter (
            where told.held_to is null
        ) as is_primary,
        max(told.held_from) filter (
            where told.held_to is null
        ) as held_from,
        bool_or(told.held_to is null) as is_held
    from told
    inner join survivors on told.contact_id = survivors.contact_id
    group by
        told.contact_id, survivors.surviving_contact_id, told.email

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
        told.contact_id,
        survivors.surviving_contact_id,
        told.email,
        false as is_primary,
        told.held_from,
        told.held_to
    from told
    inner join survivors on told.contact_id = survivors.contact_id
    where told.held_to is not null

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
