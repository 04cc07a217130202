with

deals as (

    select * from {{ ref('int_deals') }}

),

months as (

    select * from {{ ref('int_months') }}

),

repeat_sales as (

    select
        account_key,
        kind,
        {{ business_date('closed_at') }} as won_on
    from deals
    where
        outcome = 'won'
        and kind in ('renewal', 'upsell')
        and account_key is not null

),

counted as (

    select
        repeat_sales.account_key,
        months.month,
        count(*) as repeat_sales_365_days
    from months
    inner join repeat_sales
        on
            months.snapshot_on >= repeat_sales.won_on
            and months.snapshot_on - 365 < repeat_sales.won_on
    group by repeat_sales.account_key, months.month

)

select * from counted
