{#
    An hour lost or counted twice at a clock change puts midnight's events on the
    wrong day, and so in the wrong week's promise. Days of Europe/Paris in 2025.
#}
{{ config(
    meta={'owner': 'data_engineering'},
    enabled=var('business_timezone') == 'Europe/Paris',
) }}

with

fixture as (

    select *
    from (
        values
        ('2025-03-29 22:59:59', '2025-03-29'),
        ('2025-03-29 23:00:00', '2025-03-30'),
        ('2025-03-30 00:59:59', '2025-03-30'),
        ('2025-03-30 01:00:00', '2025-03-30'),
        ('2025-03-30 21:59:59', '2025-03-30'),
        ('2025-03-30 22:00:00', '2025-03-31'),
        ('2025-10-25 21:59:59', '2025-10-25'),
        ('2025-10-25 22:00:00', '2025-10-26'),
        ('2025-10-26 00:30:00', '2025-10-26'),
        ('2025-10-26 01:30:00', '2025-10-26'),
        ('2025-10-26 22:59:59', '2025-10-26'),
        ('2025-10-26 23:00:00', '2025-10-27')
    ) as literals (occurred_at, expected_on)

),

dated as (

    select
        cast(occurred_at as timestamp) as occurred_at,
        cast(expected_on as date) as expected_on,
        {{ business_date("cast(occurred_at as timestamp)") }} as found_on
    from fixture

),

misdated as (

    select * from dated
    where found_on is null or found_on <> expected_on

)

select * from misdated
