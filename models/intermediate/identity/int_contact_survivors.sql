{{ config(materialized="table") }}

with

survivors as (

    select * from {{ ref('int_record_survivors') }}

),

property_history as (

    select * from {{ ref('stg_hubspot__contact_property_history') }}

),

-- Of a contact that was deleted for good only its history is left.
every_contact as (

    select record_id as contact_id
    from survivors
    where record_type = 'contact'

    union

    select contact_id
    from property_history
    where property_name = 'email'

),

contact_survivors as (

    select
        every_contact.contact_id,
        coalesce(survivors.surviving_record_id, every_contact.contact_id)
            as surviving_contact_id,
        coalesce(survivors.was_merged, false) as was_merged
    from every_contact
    left join survivors
        on
            every_contact.contact_id = survivors.record_id
            and survivors.record_type = 'contact'
    where every_contact.contact_id is not null

)

select * from contact_survivors
