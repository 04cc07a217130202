{{ config(materialized="table") }}

with

account_links as (

    select * from {{ ref('int_account_links') }}

),

company_records as (

    select * from {{ ref('int_company_records') }}

),

country_spellings as (

    select * from {{ ref('int_country_spellings') }}

),

-- What was deleted or merged away comes last.
ranked_records as (

    select
        account_links.account_key,
        company_records.*,
        row_number() over (
            partition by account_links.account_key
            order by
                company_records.is_deleted or company_records.was_merged asc,
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

described as (

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
        coalesce(bool_and(is_deleted) filter (where not was_merged), false)
            as is_deleted
    from ranked_records
    group by account_key

),

accounts as (

    select
        described.account_key,
        described.account_name,
        described.domain,
        upper(substr(described.industry, 1, 1))
        || lower(substr(described.industry, 2)) as industry,
        coalesce(country_spellings.country, described.country) as country,
        described.employees,
        described.relation,
        described.created_at,
        described.is_deleted
    from described
    left join country_spellings
        on
            {{ country_spelling('described.country') }}
            = country_spellings.spelling

)

select * from accounts
