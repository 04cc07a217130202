{#
    An exclusion that can match nobody lets employees, competitors and free
    addresses through as qualified leads.
#}
{{ config(meta={'owner': 'sales'}) }}

with

exclusions as (

    select * from {{ ref('exclusions') }}

),

findings as (

    select
        agreement_version,
        attribute,
        value,
        case
            when attribute not in ('email_domain', 'account_relation')
                then
                    'unknown attribute ' || attribute
                    || ': write email_domain or account_relation'
            when value <> lower(trim(value))
                then 'value ' || value || ': write it in lower case, trimmed'
            when attribute = 'email_domain' and value like '%@%'
                then 'value ' || value || ': write what follows the @'
        end as finding
    from exclusions

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
