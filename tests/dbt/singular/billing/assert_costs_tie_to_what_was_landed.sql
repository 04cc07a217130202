-- A cost that a join dropped or doubled makes every cost per customer wrong.
{{ config(meta={'owner': 'marketing'}) }}

with

awareness as (

    select * from {{ ref('fct_awareness') }}

),

landed as (

    select * from {{ ref('stg_files__costs') }}

),

costs as (

    select * from {{ ref('fct_cost') }}

),

compared as (

    select
        'ads' as part,
        currency,
        spend_local as amount_in,
        cast(0 as decimal(18, 6)) as amount_out
    from awareness
    where spend_local is not null

    union all

    select
        'files' as part,
        currency,
        cast(amount as decimal(18, 6)) as amount_in,
        cast(0 as decimal(18, 6)) as amount_out
    from landed
    where incurred_on < {{ business_date(as_of()) }}

    union all

    select
        case when source_system = 'files' then 'files' else 'ads' end as part,
        currency,
        cast(0 as decimal(18, 6)) as amount_in,
        amount_local as amount_out
    from costs

),

untied as (

    select
        part,
        currency,
        sum(amount_in) as amount_in,
        sum(amount_out) as amount_out
    from compared
    group by part, currency
    having sum(amount_in) <> sum(amount_out)

)

select * from untied
