-- Costs of acquisition are shared out whole: what no new account bears is told
-- apart, and what accounts bear stands in their margins.
{{ config(meta={'owner': 'sales'}) }}

with

costs as (

    select * from {{ ref('fct_cost') }}

),

allocations as (

    select * from {{ ref('int_cost_allocations') }}

),

margins as (

    select * from {{ ref('fct_account_margin') }}

),

compared as (

    select
        month,
        channel,
        amount_reporting as amount_in,
        cast(0 as decimal(18, 6)) as amount_out
    from costs
    where is_full_scope and amount_reporting is not null

    union all

    select
        month,
        channel,
        cast(0 as decimal(18, 6)) as amount_in,
        amount_reporting as amount_out
    from allocations

    union all

    select
        month,
        'in margins' as channel,
        amount_reporting as amount_in,
        cast(0 as decimal(18, 6)) as amount_out
    from allocations
    where account_key is not null

    union all

    select
        month,
        'in margins' as channel,
        cast(0 as decimal(18, 6)) as amount_in,
        allocated_cost as amount_out
    from margins

),

untied as (

    select
        month,
        channel,
        sum(amount_in) as amount_in,
        sum(amount_out) as amount_out
    from compared
    group by month, channel
    having sum(amount_in) <> sum(amount_out)

)

select * from untied
