with

company_domains as (

    select * from {{ ref('int_company_domains') }}

),

-- A company that was deleted is the one that lives at its domain.
remade as (

    select
        company_domains.surviving_company_id as deleted_company_id,
        min(holders.surviving_company_id) as company_id
    from company_domains
    inner join company_domains as holders
        on
            company_domains.domain = holders.domain
            and holders.is_holder
    where
        not company_domains.is_living
        and not company_domains.was_merged
        and holders.is_living
    group by company_domains.surviving_company_id

)

select * from remade
