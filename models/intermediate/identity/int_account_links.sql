{{ config(materialized="table") }}

with

crm_companies as (

    select * from {{ ref('stg_hubspot__company') }}

),

file_companies as (

    select * from {{ ref('stg_files__companies') }}

),

crm_domains as (

    select
        domain,
        min(company_id) as company_id
    from crm_companies
    where domain is not null
    group by domain

),

identified as (

    select
        'hubspot' as source_system,
        cast(company_id as text) as native_id,
        'hubspot' as account_system,
        cast(company_id as text) as account_native_id,
        'crm_id' as method
    from crm_companies

    union all

    select
        'files' as source_system,
        file_companies.company_id as native_id,
        case
            when by_id.company_id is not null then 'hubspot'
            when crm_domains.company_id is not null then 'hubspot'
            else 'files'
        end as account_system,
        coalesce(
            cast(by_id.company_id as text),
            cast(crm_domains.company_id as text),
            file_companies.company_id
        ) as account_native_id,
        case
            when by_id.company_id is not null then 'crm_id'
            when crm_domains.company_id is not null then 'domain'
            else 'own_id'
        end as method
    from file_companies
    left join crm_companies as by_id
        on file_companies.crm_company_id = cast(by_id.company_id as text)
    left join crm_domains
        on file_companies.domain = crm_domains.domain

),

keyed as (

    select
        {{ surrogate_key(['source_system', 'native_id']) }} as account_link_key,
        {{ surrogate_key(['account_system', 'account_native_id']) }}
            as account_key,
        source_system,
        native_id,
        method
    from identified

)

select * from keyed
