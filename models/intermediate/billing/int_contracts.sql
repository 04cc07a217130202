{{ config(materialized="table") }}

with

contracts as (

    select * from {{ ref('stg_files__contracts') }}

),

account_links as (

    select * from {{ ref('int_account_links') }}

),

-- A trial, or a contract called off before its first day, makes nobody a
-- customer: no model behind this one knows of it.
counted as (

    select
        *,
        cast(100 * price as bigint) as price_in_cents,
        cast(
            100 * greatest(price - coalesce(discount, 0), 0) as bigint
        ) as discounted_in_cents,
        case billing_period when 'week' then 52 else 1 end as periods,
        coalesce(billing_interval, 1) * case billing_period
            when 'year' then 12
            when 'quarter' then 3
            when 'week' then 12
            else 1
        end as months
    from contracts
    where
        price <> 0
        and (ended_on is null or ended_on > started_on)

),

resolved as (

    select
        counted.contract_id,
        account_links.account_key,
        counted.company_id,
        counted.product,
        counted.started_on,
        counted.ended_on,
        counted.end_reason,
        counted.price,
        counted.billing_period,
        counted.billing_interval,
        counted.currency,
        cast(
            cast(
                {{ rounded_quotient(
                    'counted.price_in_cents * counted.periods',
                    'counted.months'
                ) }} as decimal(18, 0)
            ) * 0.01 as decimal(18, 2)
        ) as full_amount,
        cast(
            cast(
                {{ rounded_quotient(
                    'counted.discounted_in_cents * counted.periods',
                    'counted.months'
                ) }} as decimal(18, 0)
            ) * 0.01 as decimal(18, 2)
        ) as discounted_amount,
        coalesce(counted.discount_until, date '9999-12-31')
            as discounted_until,
        counted.previous_contract_id,
        counted.recorded_at
    from counted
    left join account_links
        on
            account_links.source_system = 'files'
            and counted.company_id = account_links.native_id

)

select * from resolved
