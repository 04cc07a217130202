-- A double would round what a credit must not: more than fifteen digits.
{{ config(meta={'owner': 'data_engineering'}) }}

with

fixture as (

    select *
    from (
        values
        (1, 3, 0),
        (1000000000, 3, 333333333),
        (9007199254740993, 1, 9007199254740993),
        (99999999999999999, 10, 9999999999999999)
    ) as literals (dividend, divisor, quotient)

),

powers as (

    select *
    from (
        values (0, 1), (1, 2), (12, 4096), (54, 18014398509481984)
    ) as literals (exponent, power)

),

findings as (

    select
        dividend as number,
        {{ whole_quotient('dividend', 'divisor') }} as found
    from fixture
    where quotient <> {{ whole_quotient('dividend', 'divisor') }}

    union all

    select
        exponent as number,
        {{ power_of_two('exponent') }} as found
    from powers
    where power <> {{ power_of_two('exponent') }}

)

select * from findings
