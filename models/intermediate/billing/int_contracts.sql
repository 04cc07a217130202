{{ config(materialized="table") }}

with

contracts as (

    select * from {{ ref('stg_files__contracts') }}

),

account_links as (

    select * from {{ ref('int_account_links') }}

),

-- Twice the cents, plus the divisor, over twice the
-- divisor: rounding half up without a float.
priced as (

    select
        *,
        case billing_period when 'week' then 52 else 1 end as periods,
        case billing_period
            when 'year' then 12
            when 'quarter' then 3
            when 'week' then 12
            else 1
        end as months
    from contracts

),

resolved as (

    select
        priced.contract_id,
        account_links.account_key,
        priced.company_id,
        priced.product,
        priced.started_on,
        priced.ended_on,
        priced.price,
        priced.billing_period,
        priced.currency,
        cast(
            floor(
                (200 * priced.price * priced.periods + priced.months)
                / (2 * priced.months)
            ) / 100 as decimal(18, 2)
        ) as monthly_amount,
        priced.previous_contract_id,
        priced.recorded_at
    from priced
    left join account_links
        on
            account_links.source_system = 'files'
            and priced.company_id = account_links.native_id

)

select * from resolved
