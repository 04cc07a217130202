with

revenue as (

    select * from {{ ref('fct_revenue') }}

),

unioned as (

    select
        month,
        currency,
        movement_type,
        movement_amount as amount,
        account_key,
        is_provisional
    from revenue

    union all

    select
        month,
        'all' as currency,
        movement_type,
        coalesce(movement_reporting, 0) as amount,
        account_key,
        is_provisional
    from revenue

    union all

    select
        month,
        'all' as currency,
        'fx' as movement_type,
        fx_reporting as amount,
        account_key,
        is_provisional
    from revenue
    where fx_reporting <> 0

),

movement as (

    select
        {{ surrogate_key(['month', 'currency', 'movement_type']) }}
            as movement_key,
        month,
        currency,
        movement_type,
        cast(sum(amount) as decimal(18, 2)) as amount,
        count(distinct account_key) as accounts_moved,
        bool_or(is_provisional) as is_provisional
    from unioned
    group by month, currency, movement_type

)

select * from movement
