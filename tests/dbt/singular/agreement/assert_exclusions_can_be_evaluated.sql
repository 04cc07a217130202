{#
    An exclusion that can match nobody lets employees, competitors and free
    addresses through as qualified leads.
#}
{{ config(meta={'owner': 'sales'}) }}

with

exclusions as (

    select * from {{ ref('exclusions') }}

),

attributes as (

    select * from {{ ref('attributes') }}

),

findings as (

    select
        exclusions.agreement_version,
        exclusions.attribute,
        exclusions.value,
        case
            when attributes.attribute is null
                then
                    'unknown attribute '
                    || coalesce(exclusions.attribute, '(blank)')
                    || ': name one of seeds/reference/attributes.csv'
            when nullif(trim(exclusions.value), '') is null
                then
                    'a blank value: write the ' || attributes.attribute
                    || ' that excludes'
            when
                attributes.value_type = 'number'
                and try_cast(exclusions.value as decimal(18, 4)) is null
                then
                    'value ' || exclusions.value || ' of '
                    || attributes.attribute
                    || ', which is no number: write one'
            when exclusions.value <> lower(trim(exclusions.value))
                then
                    'value ' || exclusions.value
                    || ': write it in lower case, trimmed'
            when
                exclusions.attribute = 'email_domain'
                and exclusions.value like '%@%'
                then
                    'value ' || exclusions.value
                    || ': write what follows the @'
        end as finding
    from exclusions
    left join attributes on exclusions.attribute = attributes.attribute

),

reported as (

    select
        agreement_version,
        attribute,
        value,
        'exclusions.csv: an exclusion of version '
        || agreement_version
        || ' has '
        || finding || '.' as finding
    from findings
    where finding is not null

)

select * from reported
