with

addresses as (

    select * from {{ ref('int_addresses') }}

),

members as (

    select * from {{ ref('stg_mailchimp__member') }}

),

file_contacts as (

    select * from {{ ref('stg_files__contacts') }}

),

records as (

    -- A member of several lists is one person.
    select distinct
        'mailchimp' as source_system,
        members.member_id as native_id,
        case
            when addresses.surviving_contact_id is not null then 'hubspot'
            when addresses.email is not null then 'email'
            else 'mailchimp'
        end as person_system,
        coalesce(
            cast(addresses.surviving_contact_id as text),
            addresses.email,
            members.member_id
        ) as person_native_id,
        case when addresses.email is null then 'own_id' else 'email' end
            as method,
        case when addresses.email is null then 0.5 else 0.9 end as confidence
    from members
    left join addresses on members.email = addresses.email

    union all

    select
        'files' as source_system,
        file_contacts.contact_id as native_id,
        case
            when addresses.surviving_contact_id is not null then 'hubspot'
            when addresses.email is not null then 'email'
            else 'files'
        end as person_system,
        coalesce(
            cast(addresses.surviving_contact_id as text),
            addresses.email,
            file_contacts.contact_id
        ) as person_native_id,
        case when addresses.email is null then 'own_id' else 'email' end
            as method,
        case when addresses.email is null then 0.5 else 0.9 end as confidence
    from file_contacts
    left join addresses on file_contacts.email = addresses.email

)

select * from records
