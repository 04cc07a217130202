{#
    A condition that nobody can meet leaves the company without ideal customers,
    and the number that it is run by without a value.
#}
{{ config(meta={'owner': 'service'}) }}

with

conditions as (

    select * from {{ ref('ideal_customers') }}

),

attributes as (

    select * from {{ ref('attributes') }}

),

operators as (

    select * from {{ ref('operators') }}

),

described as (

    select
        conditions.*,
        attributes.attribute is not null as is_attribute,
        attributes.subject_type,
        attributes.value_type,
        operators.value_type as operator_type,
        coalesce(conditions.attribute, '(blank)') as named
    from conditions
    left join attributes on conditions.attribute = attributes.attribute
    left join operators on conditions.operator = operators.operator

),

findings as (

    select
        agreement_version,
        named,
        case
            when not is_attribute
                then
                    'unknown attribute ' || named
                    || ': name one of seeds/reference/attributes.csv'
            when subject_type <> 'account'
                then
                    'attribute ' || named || ', which is of a person: name one'
                    || ' of an account'
            else
                {{ comparison_defect(
                    'named', 'value_type', 'operator', 'operator_type',
                    'value') }}
        end as finding
    from described

),

reported as (

    select
        agreement_version,
        named as attribute,
        'ideal_customers.csv: a condition on ' || named || ' of version '
        || coalesce('' || agreement_version, '(blank)') || ' has ' || finding
        || '.' as finding
    from findings
    where finding is not null

)

select * from reported
