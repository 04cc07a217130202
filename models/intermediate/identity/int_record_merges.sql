with

contacts as (

    select * from {{ ref('stg_hubspot__contact') }}

),

merge_audits as (

    select * from {{ ref('stg_hubspot__contact_merge_audit') }}

),

companies as (

    select * from {{ ref('stg_hubspot__company') }}

),

records as (

    select
        'contact' as record_type,
        contact_id as record_id,
        merged_contact_ids as absorbed_ids
    from contacts

    union all

    select
        'company' as record_type,
        company_id as record_id,
        merged_company_ids as absorbed_ids
    from companies

),

-- HubSpot tells a merge of contacts twice: in its audit, and on
-- the survivor as a list of the ids that it absorbed.
record_merges as (

    select
        'contact' as record_type,
        merged_contact_id as merged_id,
        surviving_contact_id as surviving_id
    from merge_audits
    where merged_contact_id <> surviving_contact_id

    union

    select
        records.record_type,
        cast(listed.record_id as bigint) as merged_id,
        records.record_id as surviving_id
    from records
    cross join
        unnest(string_split(records.absorbed_ids, ';')) as listed (record_id)
    where
        try_cast(listed.record_id as bigint) is not null
        and try_cast(listed.record_id as bigint) <> records.record_id

)

select * from record_merges
