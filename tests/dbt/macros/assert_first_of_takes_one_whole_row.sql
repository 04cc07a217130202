{#
    A session whose source is of one event and whose medium is of another came from
    nowhere that exists.
#}
{{ config(meta={'owner': 'data_engineering'}) }}

with

fixture as (

    select *
    from (
        values
        ('earliest', 2, 'a', 'a'),
        ('earliest', 1, 'z', 'z'),
        ('least text', 1, 'b', 'a'),
        ('least text', 1, 'a', 'z'),
        ('null last', 1, 'a', cast(null as text)),
        ('null last', 1, 'a', 'z'),
        ('only null', 1, cast(null as text), cast(null as text))
    ) as literals (name, occurred_at, source, medium)

),

found as (

    select
        name,
        {{ first_of(['occurred_at', 'source', 'medium']) }} as first_row
    from fixture
    group by name

),

expected as (

    select *
    from (
        values
        ('earliest', 1, 'z', 'z'),
        ('least text', 1, 'a', 'z'),
        ('null last', 1, 'a', 'z'),
        ('only null', 1, null, null)
    ) as literals (name, occurred_at, source, medium)

),

differing as (

    select expected.*
    from expected
    left join found
        on
            expected.name = found.name
            and expected.occurred_at = found.first_row.occurred_at
            and expected.source is not distinct from found.first_row.source
            and expected.medium is not distinct from found.first_row.medium
    where found.name is null

)

select * from differing
