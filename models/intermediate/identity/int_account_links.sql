{{ config(materialized="table") }}

with

crm_companies as (

    select * from {{ ref('stg_hubspot__company') }}

),

file_companies as (

    select * from {{ ref('stg_files__companies') }}

),

free_mail_domains as (

    select * from {{ ref('free_mail_domains') }}

),

record_survivors as (

    select * from {{ ref('int_record_survivors') }}

),

survivors as (

    select
        record_id as company_id,
        surviving_record_id as surviving_company_id,
        was_merged
    from record_survivors
    where record_type = 'company'

),

-- What companies at a provider of mailboxes share is no domain of
-- theirs. A company that was merged lives where its survivor does.
domains_held as (

    select
        crm_companies.company_id,
        crm_companies.domain,
        survivors.surviving_company_id,
        survivors.was_merged,
        not coalesce(owners.is_deleted, true) as is_living
    from crm_companies
    inner join survivors on crm_companies.company_id = survivors.company_id
    left join crm_companies as owners
        on survivors.surviving_company_id = owners.company_id
    left join free_mail_domains
        on crm_companies.domain = free_mail_domains.domain
    where
        crm_companies.domain is not null
        and free_mail_domains.domain is null

),

-- One that lives comes before a deleted one, its own domain before
-- that of one merged into it; then the lowest id.
holders as (

    select
        domain,
        surviving_company_id,
        is_living
    from domains_held
    qualify
        row_number() over (
            partition by domain
            order by not is_living, was_merged, surviving_company_id, company_id
        ) = 1

),

-- A company that was deleted is the one that lives at its domain.
remade as (

    select
        domains_held.surviving_company_id as deleted_company_id,
        min(holders.surviving_company_id) as company_id
    from domains_held
    inner join holders on domains_held.domain = holders.domain
    where
        not domains_held.is_living
        and not domains_held.was_merged
        and holders.is_living
    group by domains_held.surviving_company_id

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
