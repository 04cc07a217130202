with

crm_companies as (

    select * from {{ ref('stg_hubspot__company') }}

),

file_companies as (

    select * from {{ ref('stg_files__companies') }}

),

survivors as (

    select * from {{ ref('int_record_survivors') }}

),

company_records as (

    select
        'hubspot' as source_system,
        cast(crm_companies.company_id as text) as native_id,
        crm_companies.company_name,
        crm_companies.domain,
        crm_companies.industry,
        crm_companies.country,
        cast(null as bigint) as employees,
        cast(null as text) as relation,
        crm_companies.created_at,
        crm_companies.is_deleted,
        survivors.was_merged
    from crm_companies
    inner join survivors
        on
            crm_companies.company_id = survivors.record_id
            and survivors.record_type = 'company'

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
        is_deleted,
        false as was_merged
    from file_companies

)

select * from company_records
