{# A cent lost to a float is a cent that no report can explain. #}
{{ config(meta={'owner': 'data_engineering'}) }}

with

fixture as (

    select *
    from (
        values
        (1, 2, 1),
        (-1, 2, -1),
        (1, 3, 0),
        (2, 3, 1),
        (-2, 3, -1),
        (0, 7, 0),
        (100, 12, 8),
        (102, 12, 9),
        -- As a float, the dividend would be a whole even number.
        (9007199254740993, 2, 4503599627370497)
    ) as literals (dividend, divisor, quotient)

),

findings as (

    select *
    from fixture
    where quotient <> {{ rounded_quotient('dividend', 'divisor') }}

)

select * from findings
