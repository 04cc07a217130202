with

contacts as (

    select * from {{ ref('stg_hubspot__contact') }}

),

property_history as (

    select * from {{ ref('stg_hubspot__contact_property_history') }}

),

-- A property holds a value until its next change.
changes as (

    select
        contact_id,
        property_name = 'email' as is_primary,
        nullif(lower(trim(property_value)), '') as addresses,
        changed_at,
        lead(changed_at) over (
            partition by contact_id, property_name
            order by changed_at, property_value
        ) as changed_again_at
    from property_history
    where property_name in ('email', 'hs_additional_emails')

),

told as (

    select
        contact_id,
        is_primary,
        addresses,
        changed_at as held_from,
        changed_again_at as held_to
    from changes

    union all

    select
        contact_id,
        true as is_primary,
        email as addresses,
        cast(null as timestamp) as held_from,
        cast(null as timestamp) as held_to
    from contacts

    union all

    select
        contact_id,
        false as is_primary,
        additional_emails as addresses,
        cast(null as timestamp) as held_from,
        cast(null as timestamp) as held_to
    from contacts

),

single as (

    select
        told.contact_id,
        told.is_primary,
        nullif(trim(listed.address), '') as email,
        told.held_from,
        told.held_to
    from told
    cross join
        unnest(string_split(told.addresses, ';')) as listed (address)

),

told_addresses as (

    select * from single
    where email is not null

)

select * from told_addresses
