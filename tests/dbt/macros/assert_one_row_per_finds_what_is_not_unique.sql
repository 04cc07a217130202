{#
    Every key of the project rests on one_row_per: were it to pass whatever it is
    given, duplicates would be counted twice in every mart.
#}
{{ config(meta={'owner': 'data_engineering'}) }}

with

distinct_rows as (

    select 'a' as system, 1 as id
    union all
    select 'a' as system, 2 as id
    union all
    select 'b' as system, 1 as id

),

duplicated_rows as (

    select * from distinct_rows
    union all
    select 'b' as system, 1 as id

),

incomplete_rows as (

    select * from distinct_rows
    union all
    select 'c' as system, null as id

),

found_in_distinct as ({{ test_one_row_per('distinct_rows', ['system', 'id']) }}),

found_in_system as ({{ test_one_row_per('distinct_rows', ['system']) }}),

found_in_duplicated as ({{ test_one_row_per('duplicated_rows', ['system', 'id']) }}),

found_in_incomplete as ({{ test_one_row_per('incomplete_rows', ['system', 'id']) }}),

compared as (

    select
        'distinct rows' as fixture,
        0 as expected,
        (select count(*) from found_in_distinct) as found
    union all
    select
        'distinct rows, by a part of their key' as fixture,
        1 as expected,
        (select count(*) from found_in_system) as found
    union all
    select
        'duplicated rows' as fixture,
        1 as expected,
        (select count(*) from found_in_duplicated) as found
    union all
    select
        'incomplete rows' as fixture,
        1 as expected,
        (select count(*) from found_in_incomplete) as found

),

findings as (

    select * from compared
    where found <> expected

)

select * from findings
