with

months as (

    select * from {{ ref('int_months') }}

),

exchange_rates as (

    select * from {{ ref('stg_files__exchange_rates') }}

),

-- The rate of a month is the last one known on the
-- day on which the month is looked at. It is wide enough for a product
-- with any amount: DuckDB multiplies two decimals of 18 digits in 18.
latest_rates as (

    select
        months.month,
        exchange_rates.from_currency as currency,
        cast(
            max_by(exchange_rates.rate, exchange_rates.day_on)
            as decimal(28, 8)
        ) as rate
    from months
    inner join exchange_rates on months.snapshot_on >= exchange_rates.day_on
    where exchange_rates.to_currency = '{{ var("reporting_currency") }}'
    group by months.month, exchange_rates.from_currency

),

rates as (

    select * from latest_rates
    where currency <> '{{ var("reporting_currency") }}'

    union all

    select
        month,
        '{{ var("reporting_currency") }}' as currency,
        cast(1 as decimal(28, 8)) as rate
    from months

)

select * from rates
