{{ config(materialized="table") }}

with

file_companies as (

    select * from {{ ref('stg_files__companies') }}

),

record_survivors as (

    select * from {{ ref('int_record_survivors') }}

),

company_domains as (

    select * from {{ ref('int_company_domains') }}

),

remade as (

    select * from {{ ref('int_remade_companies') }}

),

survivors as (

    select
        record_id as company_id,
        surviving_record_id as surviving_company_id,
        was_merged
    from record_survivors
    where record_type = 'company'

),

holders as (

    select * from company_domains
    where is_holder

),

crm_accounts as (

    select
        survivors.company_id,
        coalesce(remade.company_id, survivors.surviving_company_id)
            as account_company_id,
        case
            when survivors.was_merged then 'merge'
            when remade.company_id is not null then 'domain'
            else 'crm_id'
        end as method
    from survivors
    left join remade
        on survivors.surviving_company_id = remade.deleted_company_id

),

identified as (

    select
        'hubspot' as source_system,
        cast(company_id as text) as native_id,
        'hubspot' as account_system,
        cast(account_company_id as text) as account_native_id,
        method
    from crm_accounts

    union all

    select
        'files' as source_system,
        file_companies.company_id as native_id,
        case
            when by_id.company_id is not null then 'hubspot'
            when by_domain.company_id is not null then 'hubspot'
            else 'files'
        end as account_system,
        coalesce(
            cast(by_id.account_company_id as text),
            cast(by_domain.account_company_id as text),
            file_companies.company_id
        ) as account_native_id,
        case
            when by_id.company_id is not null then 'crm_id'
            when by_domain.company_id is not null then 'domain'
            else 'own_id'
        end as method
    from file_companies
    left join crm_accounts as by_id
        on file_companies.crm_company_id = cast(by_id.company_id as text)
    left join holders on file_companies.domain = holders.domain
    left join crm_accounts as by_domain
        on holders.surviving_company_id = by_domain.company_id

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
