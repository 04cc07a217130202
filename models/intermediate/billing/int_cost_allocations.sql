with

costs as (

    select * from {{ ref('int_costs') }}

),

origins as (

    select * from {{ ref('int_account_origins') }}

),

totals as (

    select
        month,
        channel,
        cast(
            sum(cast(amount_reporting as decimal(28, 6))) * 1000000 as bigint
        ) as millionths
    from costs
    where is_full_scope and amount_reporting is not null
    group by month, channel

),

new_accounts as (

    select
        account_key,
        acquisition_channel as channel,
        cast(date_trunc('month', first_contract_on) as date) as month
    from origins
    where first_contract_on is not null

),

shared as (

    select
        totals.month,
        totals.channel,
        new_accounts.account_key,
        totals.millionths,
        count(new_accounts.account_key) over (
            partition by totals.month, totals.channel
        ) as sharers,
        row_number() over (
            partition by totals.month, totals.channel
            order by new_accounts.account_key
        ) as account_no
    from totals
    left join new_accounts
        on
            totals.month = new_accounts.month
            and totals.channel = new_accounts.channel

),

-- The last account takes what rounding left; a cost that won nobody is told
-- apart, with no account.
split as (

    select
        month,
        channel,
        account_key,
        case
            when sharers = 0 then millionths
            when account_no < sharers
                then {{ rounded_quotient('millionths', 'sharers') }}
            else
                millionths - (sharers - 1)
                * {{ rounded_quotient('millionths', 'sharers') }}
        end as millionths
    from shared

),

allocations as (

    select
        month,
        channel,
        account_key,
        cast(
            cast(millionths as decimal(18, 0)) * 0.000001 as decimal(18, 6)
        ) as amount_reporting
    from split

)

select * from allocations
