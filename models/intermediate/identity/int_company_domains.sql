with

crm_companies as (

    select * from {{ ref('stg_hubspot__company') }}

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
company_domains as (

    select
        company_id,
        domain,
        surviving_company_id,
        was_merged,
        is_living,
        row_number() over (
            partition by domain
            order by not is_living, was_merged, surviving_company_id, company_id
        ) = 1 as is_holder
    from domains_held

)

select * from company_domains
