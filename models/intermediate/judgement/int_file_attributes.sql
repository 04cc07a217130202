with

file_contacts as (

    select * from {{ ref('stg_files__contacts') }}

),

file_companies as (

    select * from {{ ref('stg_files__companies') }}

),

landed_values as (

    select * from {{ ref('stg_files__attribute_values') }}

),

attributes as (

    select * from {{ ref('attributes') }}

),

unioned as (

    select
        'person' as subject_type,
        'files' as source_system,
        contact_id as native_id,
        'email_domain' as attribute,
        email as attribute_value,
        created_at as changed_at,
        recorded_at
    from file_contacts

    union all

    select
        'account' as subject_type,
        'files' as source_system,
        file_companies.company_id as native_id,
        attributes.attribute,
        case attributes.attribute
            when 'industry' then file_companies.industry
            when 'employees' then cast(file_companies.employees as text)
            else file_companies.relation
        end as attribute_value,
        file_companies.recorded_at as changed_at,
        file_companies.recorded_at
    from file_companies
    cross join attributes
    where
        attributes.attribute in ('industry', 'employees', 'account_relation')

    union all

    select
        case
            when coalesce(landed_values.contact_id, landed_values.email) is null
                then 'account'
            else 'person'
        end as subject_type,
        case
            when
                file_contacts.contact_id is null
                and landed_values.email is not null
                then 'email'
            else 'files'
        end as source_system,
        coalesce(
            file_contacts.contact_id,
            landed_values.email,
            landed_values.contact_id,
            landed_values.company_id
        ) as native_id,
        landed_values.attribute,
        landed_values.attribute_value,
        landed_values.changed_at,
        landed_values.recorded_at
    from landed_values
    left join file_contacts
        on landed_values.contact_id = file_contacts.contact_id

)

select * from unioned
