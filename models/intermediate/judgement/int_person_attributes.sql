{{ config(materialized="table") }}

with

attribute_values as (

    select * from {{ ref('int_attribute_values') }}

),

person_links as (

    select * from {{ ref('int_person_links') }}

),

account_links as (

    select * from {{ ref('int_account_links') }}

),

people as (

    select * from {{ ref('int_people') }}

),

inherent_attributes as (

    select * from {{ ref('int_inherent_attributes') }}

),

holders as (

    select
        'person' as subject_type,
        source_system,
        native_id,
        person_key
    from person_links

    union all

    select
        'account' as subject_type,
        account_links.source_system,
        account_links.native_id,
        people.person_key
    from account_links
    inner join people on account_links.account_key = people.account_key

),

of_records as (

    select
        holders.person_key,
        attribute_values.attribute,
        attribute_values.attribute_value,
        attribute_values.changed_at,
        attribute_values.recorded_at
    from attribute_values
    inner join holders
        on
            attribute_values.subject_type = holders.subject_type
            and attribute_values.source_system = holders.source_system
            and attribute_values.native_id = holders.native_id

),

unioned as (

    select * from of_records
    union all
    select * from inherent_attributes

),

-- An address is known with its record, and nothing before it happens.
normalised as (

    select distinct
        person_key,
        attribute,
        nullif(case
            when attribute = 'email_domain'
                then split_part(lower(trim(attribute_value)), '@', -1)
            else lower(trim(attribute_value))
        end, '') as attribute_value,
        changed_at as occurred_at,
        case
            when attribute = 'email_domain' then changed_at
            else greatest(changed_at, recorded_at)
        end as recorded_at
    from unioned
    where changed_at < {{ as_of() }}

)

select * from normalised
