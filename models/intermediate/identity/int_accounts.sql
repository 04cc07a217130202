{{ config(materialized="table") }}

with

account_links as (

    select * from {{ ref('int_account_links') }}

),

crm_companies as (

    select * from {{ ref('stg_hubspot__company') }}

),

file_companies as (

    select * from {{ ref('stg_files__companies') }}

),

company_records as (

    select
        'hubspot' as source_system,
        cast(company_id as text) as native_id,
        company_name,
        domain,
        industry,
        country,
        cast(null as bigint) as employees,
        cast(null as text) as relation,
        created_at,
        is_deleted
    from crm_companies

    union all

    select
        'files' as source_system,
        company_id as native_id,
        name as company_name,
        domain,
        industry,
        country,
        employees,
        relation,
        created_at,
        is_deleted
    from file_companies

),

ranked_records as (

    select
        account_links.account_key,
        company_records.*,
        row_number() over (
            partition by account_links.account_key
            order by
                company_records.source_system desc,
                company_records.created_at asc,
                company_records.native_id asc
        ) as record_rank
    from company_records
    inner join account_links
        on
            company_records.source_system = account_links.source_system
            and company_records.native_id = account_links.native_id

),

accounts as (

    select
        account_key,
        min_by(company_name, record_rank) filter (
            where company_name is not null
        ) as account_name,
        min_by(domain, record_rank) filter (
            where domain is not null
        ) as domain,
        min_by(industry, record_rank) filter (
            where industry is not null
        ) as industry,
        min_by(country, record_rank) filter (
            where country is not null
        ) as country,
        max(employees) as employees,
        min_by(relation, record_rank) filter (
            where relation is not null
        ) as relation,
        min(created_at) as created_at,
        bool_and(is_deleted) as is_deleted
    from ranked_records
    group by account_key

)

select * from accounts
