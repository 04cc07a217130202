with

contacts as (

    select * from {{ ref('stg_hubspot__contact') }}

),

survivors as (

    select * from {{ ref('int_contact_survivors') }}

),

remade as (

    select * from {{ ref('int_remade_contacts') }}

),

contact_addresses as (

    select * from {{ ref('int_contact_addresses') }}

),

records as (

    -- The CRM marks a merged contact as deleted; its
    -- person lives on in the survivor. So does that of
    -- a deleted contact in the one that was made again.
    select
        'hubspot' as source_system,
        cast(contacts.contact_id as text) as native_id,
        not survivors.was_merged and remade.contact_id is null
            as is_main_record,
        contacts.email,
        contacts.first_name,
        contacts.last_name,
        contacts.job_title,
        contacts.country,
        cast(contacts.owner_id as text) as owner_name,
        lower(contacts.analytics_source) as source_value,
        contacts.analytics_source_detail as source_detail,
        'hubspot' as account_system,
        cast(contacts.company_id as text) as account_native_id,
        contacts.created_at,
        contacts.is_deleted and not survivors.was_merged as is_deleted,
        survivors.was_merged
    from contacts
    inner join survivors on contacts.contact_id = survivors.contact_id
    left join remade on contacts.contact_id = remade.deleted_contact_id

    union all

    -- What was deleted for good is known by its history.
    select
        'hubspot' as source_system,
        cast(survivors.contact_id as text) as native_id,
        not survivors.was_merged and remade.contact_id is null
            as is_main_record,
        min(contact_addresses.email) filter (
            where contact_addresses.is_primary
        ) as email,
        cast(null as text) as first_name,
        cast(null as text) as last_name,
        cast(null as text) as job_title,
        cast(null as text) as country,
        cast(null as text) as owner_name,
        cast(null as text) as source_value,
        cast(null as text) as source_detail,
        cast(null as text) as account_system,
        cast(null as text) as account_native_id,
        cast(null as timestamp) as created_at,
        not survivors.was_merged as is_deleted,
        survivors.was_merged
    from survivors
    inner join contact_addresses
        on survivors.contact_id = contact_addresses.contact_id
    left join contacts on survivors.contact_id = contacts.contact_id
    left join remade on survivors.contact_id = remade.deleted_contact_id
    where contacts.contact_id is null
    group by
        survivors.contact_id, survivors.was_merged, remade.contact_id

)

select * from records
