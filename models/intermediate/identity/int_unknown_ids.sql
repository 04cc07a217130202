with

file_contacts as (

    select * from {{ ref('stg_files__contacts') }}

),

named as (

    select * from {{ ref('int_named_ids') }}

),

unknown_ids as (

    select named.contact_id
    from named
    left join file_contacts on named.contact_id = file_contacts.contact_id
    where file_contacts.contact_id is null

)

select * from unknown_ids
