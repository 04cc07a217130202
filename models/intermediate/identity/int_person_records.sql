with

contact_records as (

    select * from {{ ref('int_contact_records') }}

),

members as (

    select * from {{ ref('stg_mailchimp__member') }}

),

file_contacts as (

    select * from {{ ref('stg_files__contacts') }}

),

records as (

    select * from contact_records

    union all

    select
        'mailchimp' as source_system,
        member_id as native_id,
        false as is_main_record,
        email,
        cast(null as text) as first_name,
        cast(null as text) as last_name,
        cast(null as text) as job_title,
        nullif(trim(country_code), '') as country,
        cast(null as text) as owner_name,
        cast(null as text) as source_value,
        cast(null as text) as source_detail,
        cast(null as text) as account_system,
        cast(null as text) as account_native_id,
        least(signed_up_at, opted_in_at) as created_at,
        false as is_deleted,
        false as was_merged
    from members

    union all

    select
        'files' as source_system,
        contact_id as native_id,
        false as is_main_record,
        email,
        first_name,
        last_name,
        job_title,
        country,
        owner_name,
        source as source_value,
        source_detail,
        'files' as account_system,
        company_id as account_native_id,
        created_at,
        is_deleted,
        false as was_merged
    from file_contacts

)

select * from records
