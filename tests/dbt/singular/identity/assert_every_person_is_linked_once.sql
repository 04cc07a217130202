-- A native id that leads nowhere, or a person without one,
-- would split or hide somebody's history.
{{ config(meta={'owner': 'data_engineering'}) }}

with

person_links as (

    select * from {{ ref('int_person_links') }}

),

people as (

    select * from {{ ref('int_people') }}

),

person_records as (

    select * from {{ ref('int_person_records') }}

),

unlinked as (

    select
        person_records.source_system,
        person_records.native_id
    from person_records
    left join person_links
        on
            person_records.source_system = person_links.source_system
            and person_records.native_id = person_links.native_id
    left join people on person_links.person_key = people.person_key
    where people.person_key is null

)

select * from unlinked
