{#
    A day too few leaves the last day of every month without its numbers; a day too
    many shows a day that has not happened.
#}
{{ config(meta={'owner': 'data_engineering'}) }}

with

leap_february as (

    {{ days_between("'2024-02-28'", "'2024-03-01'") }}

),

one_day as (

    {{ days_between("'2025-03-30'", "'2025-03-30'") }}

),

no_day as (

    {{ days_between("'2025-03-30'", "'2025-03-29'") }}

),

compared as (

    select
        'leap February' as fixture,
        '3 2024-02-28 2024-03-01' as expected,
        count(*) || ' ' || min(day_on) || ' ' || max(day_on) as found
    from leap_february
    union all
    select
        'one day' as fixture,
        '1 2025-03-30 2025-03-30' as expected,
        count(*) || ' ' || min(day_on) || ' ' || max(day_on) as found
    from one_day
    union all
    select
        'no day' as fixture,
        '0' as expected,
        '' || count(day_on) as found
    from no_day

),

findings as (

    select * from compared
    where found is null or found <> expected

)

select * from findings
