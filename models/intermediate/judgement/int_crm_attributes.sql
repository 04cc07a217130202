with

with_history as (

    select * from {{ ref('int_crm_property_changes') }}

),

contacts as (

    select * from {{ ref('stg_hubspot__contact') }}

),

companies as (

    select * from {{ ref('stg_hubspot__company') }}

),

-- A value whose past is unknown was seen when its row was synced, whatever
-- had been there before. An address came with its contact.
present as (

    select
        'contact' as record_type,
        contact_id as record_id,
        'email_domain' as attribute,
        email as attribute_value,
        created_at as changed_at,
        created_at as recorded_at
    from contacts

    union all

    select
        'contact' as record_type,
        contact_id as record_id,
        'job_title' as attribute,
        job_title as attribute_value,
        recorded_at as changed_at,
        recorded_at
    from contacts

    union all

    select
        'contact' as record_type,
        contact_id as record_id,
        'country' as attribute,
        country as attribute_value,
        recorded_at as changed_at,
        recorded_at
    from contacts

    union all

    select
        'company' as record_type,
        company_id as record_id,
        'industry' as attribute,
        industry as attribute_value,
        recorded_at as changed_at,
        recorded_at
    from companies

),

historic as (

    select distinct
        record_type,
        record_id,
        attribute
    from with_history

),

without_history as (

    select present.*
    from present
    left join historic
        on
            present.record_type = historic.record_type
            and present.record_id = historic.record_id
            and present.attribute = historic.attribute
    where historic.record_id is null

),

unioned as (

    select * from with_history
    union all
    select * from without_history

)

select * from unioned
