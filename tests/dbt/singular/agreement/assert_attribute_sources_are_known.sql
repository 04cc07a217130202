{#
    A property that is mapped to an attribute which nobody defined, or to that
    of the other kind of subject, leaves the fit score of every lead without it.
#}
{{ config(meta={'owner': 'data_engineering'}) }}

with

attribute_sources as (

    select * from {{ ref('attribute_sources') }}

),

attributes as (

    select * from {{ ref('attributes') }}

),

findings as (

    select
        attribute_sources.source_system,
        attribute_sources.source_table,
        attribute_sources.property_name,
        case
            when coalesce(attribute_sources.source_system, '') <> 'hubspot'
                then
                    'unknown source_system '
                    || coalesce(attribute_sources.source_system, '(blank)')
                    || ': write hubspot, the one with histories of properties'
            when
                coalesce(attribute_sources.source_table, '')
                not in ('contact', 'company')
                then
                    'unknown source_table '
                    || coalesce(attribute_sources.source_table, '(blank)')
                    || ': write contact or company'
            when attributes.attribute is null
                then
                    'unknown attribute '
                    || coalesce(attribute_sources.attribute, '(blank)')
                    || ': name one of seeds/reference/attributes.csv'
            when
                attribute_sources.source_table = 'contact'
                and attributes.subject_type <> 'person'
                then
                    'attribute ' || attributes.attribute || ', which is of an '
                    || attributes.subject_type || ': name one of a person'
            when
                attribute_sources.source_table = 'company'
                and attributes.subject_type <> 'account'
                then
                    'attribute ' || attributes.attribute || ', which is of a '
                    || attributes.subject_type || ': name one of an account'
        end as finding
    from attribute_sources
    left join attributes
        on attribute_sources.attribute = attributes.attribute

),

reported as (

    select
        source_system,
        source_table,
        property_name,
        'attribute_sources.csv: property '
        || coalesce(property_name, '(blank)') || ' has ' || finding
        || '.' as finding
    from findings
    where finding is not null

)

select * from reported
