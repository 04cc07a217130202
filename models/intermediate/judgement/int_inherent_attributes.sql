with

people as (

    select * from {{ ref('int_people') }}

),

-- Whoever is known by what they did alone has had their address always.
of_addresses as (

    select
        person_key,
        'email_domain' as attribute,
        email as attribute_value,
        timestamp '1970-01-01' as changed_at,
        timestamp '1970-01-01' as recorded_at
    from people
    where first_seen_at is null and email is not null

),

of_sources as (

    select
        person_key,
        'source_channel' as attribute,
        source_channel as attribute_value,
        first_seen_at as changed_at,
        first_seen_at as recorded_at
    from people
    where first_seen_at is not null

),

unioned as (

    select * from of_addresses
    union all
    select * from of_sources

)

select * from unioned
