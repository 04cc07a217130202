with

file_contacts as (

    select * from {{ ref('stg_files__contacts') }}

),

named_people as (

    select * from {{ ref('int_named_people') }}

),

deals as (

    select * from {{ ref('stg_files__deals') }}

),

-- Where a row has an address too, that is who is meant.
named as (

    select contact_id from named_people
    where email is null

    union

    select contact_id from deals

),

unknown_ids as (

    select named.contact_id
    from named
    left join file_contacts on named.contact_id = file_contacts.contact_id
    where named.contact_id is not null and file_contacts.contact_id is null

)

select * from unknown_ids
