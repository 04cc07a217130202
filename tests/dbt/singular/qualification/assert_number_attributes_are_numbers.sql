{#
    A number that cannot be read meets no condition: the person is judged as if
    nothing were known of them. Whoever owns the source can correct it.
#}
{{ config(severity='warn', meta={'owner': 'marketing'}) }}

with

attributes as (

    select * from {{ ref('attributes') }}

),

person_attributes as (

    select * from {{ ref('int_person_attributes') }}

),

findings as (

    select distinct
        person_attributes.attribute,
        person_attributes.attribute_value,
        'the value ' || person_attributes.attribute_value
        || ' of the attribute ' || person_attributes.attribute
        || ' is not a number: correct it in its source' as finding
    from person_attributes
    inner join attributes
        on person_attributes.attribute = attributes.attribute
    where
        attributes.value_type = 'number'
        and person_attributes.attribute_value is not null
        and try_cast(person_attributes.attribute_value as decimal(18, 4))
        is null

)

select * from findings
