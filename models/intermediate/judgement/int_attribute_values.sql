with

crm_attributes as (

    select * from {{ ref('int_crm_attributes') }}

),

members as (

    select * from {{ ref('stg_mailchimp__member') }}

),

file_attributes as (

    select * from {{ ref('int_file_attributes') }}

),

unioned as (

    select
        case when record_type = 'company' then 'account' else 'person' end
            as subject_type,
        'hubspot' as source_system,
        cast(record_id as text) as native_id,
        attribute,
        attribute_value,
        changed_at,
        recorded_at
    from crm_attributes

    union all

    select
        'person' as subject_type,
        'mailchimp' as source_system,
        member_id as native_id,
        'email_domain' as attribute,
        email as attribute_value,
        coalesce(least(signed_up_at, opted_in_at), recorded_at) as changed_at,
        recorded_at
    from members

    union all

    select * from file_attributes

)

select * from unioned
