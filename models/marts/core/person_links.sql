with

person_links as (

    select * from {{ ref('int_person_links') }}

),

people as (

    select * from {{ ref('int_people') }}

),

-- The links of an erased person keep their ids, which no
-- longer lead to a name, but not their addresses.
links as (

    select
        person_links.person_link_key,
        person_links.person_key,
        person_links.source_system,
        person_links.native_id,
        person_links.method,
        person_links.confidence
    from person_links
    inner join people on person_links.person_key = people.person_key
    where people.erased_at is null or person_links.source_system <> 'email'

)

select * from links
