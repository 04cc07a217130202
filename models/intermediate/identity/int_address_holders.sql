{{ config(materialized="table") }}

with

contact_addresses as (

    select * from {{ ref('int_contact_addresses') }}

),

-- Who holds an address comes before who held it, one that lives
-- before a deleted one, its own address before an additional one
-- or that of a contact merged into it; then the last to have held
-- it, and of several that hold it the lowest id.
holders as (

    select
        email,
        surviving_contact_id,
        is_living,
        held_from,
        held_to is null as is_held
    from contact_addresses
    qualify
        row_number() over (
            partition by email
            order by
                held_to is not null,
                not is_living,
                not is_primary,
                coalesce(held_to, timestamp '9999-12-31') desc,
                surviving_contact_id asc,
                contact_id asc,
                held_from asc
        ) = 1

)

select * from holders
