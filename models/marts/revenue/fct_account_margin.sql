with

invoices as (

    select * from {{ ref('fct_invoice') }}

),

tickets as (

    select * from {{ ref('int_account_tickets') }}

),

allocations as (

    select * from {{ ref('int_cost_allocations') }}

),

unioned as (

    select
        account_key,
        month,
        amount_reporting as invoiced_revenue,
        cost_of_goods,
        cast(0 as bigint) as tickets_opened,
        cast(0 as decimal(18, 2)) as cost_to_serve,
        cast(0 as decimal(18, 6)) as allocated_cost
    from invoices
    where account_key is not null

    union all

    select
        account_key,
        month,
        cast(0 as decimal(18, 2)) as invoiced_revenue,
        cast(0 as decimal(18, 2)) as cost_of_goods,
        tickets_opened,
        cost_to_serve,
        cast(0 as decimal(18, 6)) as allocated_cost
    from tickets

    union all

    select
        account_key,
        month,
        cast(0 as decimal(18, 2)) as invoiced_revenue,
        cast(0 as decimal(18, 2)) as cost_of_goods,
        cast(0 as bigint) as tickets_opened,
        cast(0 as decimal(18, 2)) as cost_to_serve,
        amount_reporting as allocated_cost
    from allocations
    where account_key is not null

),

summed as (

    select
        account_key,
        month,
        coalesce(sum(invoiced_revenue), 0) as invoiced_revenue,
        coalesce(sum(cost_of_goods), 0) as cost_of_goods,
        sum(tickets_opened) as tickets_opened,
        sum(cost_to_serve) as cost_to_serve,
        sum(allocated_cost) as allocated_cost
    from unioned
    group by account_key, month

),

margin as (

    select
        {{ surrogate_key(['account_key', 'month']) }} as margin_key,
        account_key,
        month,
        cast(invoiced_revenue as decimal(18, 2)) as invoiced_revenue,
        cast(cost_of_goods as decimal(18, 2)) as cost_of_goods,
        cast(tickets_opened as bigint) as tickets_opened,
        cast(cost_to_serve as decimal(18, 2)) as cost_to_serve,
        cast(
            invoiced_revenue - cost_of_goods - cost_to_serve as decimal(18, 2)
        ) as margin,
        cast(allocated_cost as decimal(18, 6)) as allocated_cost,
        cast(
            invoiced_revenue - cost_of_goods - cost_to_serve - allocated_cost
            as decimal(18, 6)
        ) as profit
    from summed

)

select * from margin
