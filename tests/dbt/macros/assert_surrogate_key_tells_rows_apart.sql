{#
    Two things under one key become one person, one account or one stay, and every
    number about them is wrong without looking wrong.

    A null among the columns makes the key null, so that a contract refuses it. Whoever
    has a column that may be null writes coalesce(column, '') into the key, and blanks
    are told apart here.
#}
{{ config(meta={'owner': 'data_engineering'}) }}

with

fixture as (

    select *
    from (
        values
        ('a', 'b', 1),
        ('b', 'a', 1),
        ('A', 'b', 1),
        ('a', 'b', 2),
        ('ab', '', 1),
        ('a', '', 1),
        ('', 'a', 1),
        ('', '', 1)
    ) as literals (source_system, native_id, line_no)

),

keyed as (

    select
        *,
        {{ surrogate_key(['source_system', 'native_id', 'line_no']) }}
            as surrogate_key
    from fixture

),

shared as (

    select 'several rows share this key' as finding, surrogate_key
    from keyed
    group by surrogate_key
    having count(*) > 1

),

out_of_range as (

    select 'the key is not a number of 60 bits' as finding, surrogate_key
    from keyed
    where surrogate_key is null
        or surrogate_key < 0
        or surrogate_key >= 1152921504606846976

),

-- Keys are published: whoever kept one finds the same row under it tomorrow.
changed as (

    select
        'the key of hubspot, 1 was 395977578845980156' as finding,
        {{ surrogate_key(["'hubspot'", "1"]) }} as surrogate_key

),

keyed_from_a_null as (

    select
        'a null among the columns has a key' as finding,
        {{ surrogate_key(["'hubspot'", "null"]) }} as surrogate_key

),

findings as (

    select * from shared
    union all
    select * from out_of_range
    union all
    select * from keyed_from_a_null
    where surrogate_key is not null
    union all
    select * from changed
    where surrogate_key <> 395977578845980156

)

select * from findings
