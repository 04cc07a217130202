with

months as (

    select * from {{ ref('int_months') }}

),

exchange_rates as (

    select * from {{ ref('stg_files__exchange_rates') }}

),

whole_rates as (

    select
        day_on,
        to_currency as currency,
        cast(
            cast(rate as decimal(28, 8)) * 100000000 as decimal(38, 0)
        ) as rate
    from exchange_rates
    where from_currency = '{{ var("reporting_currency") }}' and rate > 0

),

-- A rate that is quoted the other way round is turned, to the
-- twelfth decimal, since of a Rupiah eight are few. It is rounded
-- as the quotient of whole numbers, which no float comes near.
turned as (

    select
        day_on,
        currency,
        {{ whole_quotient('200000000000000000000 + rate', '2 * rate') }}
            as trillionths
    from whole_rates

),

quoted as (

    select
        day_on,
        from_currency as currency,
        true as is_direct,
        cast(rate as decimal(28, 12)) as rate
    from exchange_rates
    where to_currency = '{{ var("reporting_currency") }}'

    union all

    select
        day_on,
        currency,
        false as is_direct,
        cast(
            trillionths * cast(0.000000000001 as decimal(13, 12))
            as decimal(28, 12)
        ) as rate
    from turned

),

-- The rate of a month is the last one known on the day on which the
-- month is looked at, one that was turned only where there is no
-- other. It is wide enough for a product with any amount: DuckDB
-- multiplies two decimals of 18 digits in 18.
latest_rates as (

    select
        months.month,
        quoted.currency,
        coalesce(
            max_by(quoted.rate, quoted.day_on) filter (
                where quoted.is_direct
            ),
            max_by(quoted.rate, quoted.day_on)
        ) as rate
    from months
    inner join quoted on months.snapshot_on >= quoted.day_on
    group by months.month, quoted.currency

),

rates as (

    select * from latest_rates
    where currency <> '{{ var("reporting_currency") }}'

    union all

    select
        month,
        '{{ var("reporting_currency") }}' as currency,
        cast(1 as decimal(28, 12)) as rate
    from months

)

select * from rates
