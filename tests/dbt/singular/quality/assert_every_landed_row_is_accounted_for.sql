-- A row that is neither used nor set aside nor rejected is lost, and nobody
-- would know; one that is counted twice hides another.
{{ config(meta={'owner': 'data_engineering'}) }}

with

row_account as (

    select * from {{ ref('row_account') }}

),

table_accounts as (

    select * from {{ ref('stg_landing__table_accounts') }}

),

accounted as (

    select
        source_system,
        table_name,
        sum(landed_rows) as accounted_rows
    from row_account
    group by source_system, table_name
    having bool_or(fate in ('used', 'set_aside'))

),

differing as (

    select
        table_accounts.source_system,
        table_accounts.table_name,
        table_accounts.landed_rows,
        accounted.accounted_rows,
        'Of ' || table_accounts.source_system || '.'
        || table_accounts.table_name || ' ' || table_accounts.landed_rows
        || ' rows were landed and ' || accounted.accounted_rows
        || ' are accounted for: mend the models of'
        || ' models/intermediate/accounting.' as finding
    from table_accounts
    inner join accounted
        on
            table_accounts.source_system = accounted.source_system
            and table_accounts.table_name = accounted.table_name
    where table_accounts.landed_rows <> accounted.accounted_rows

)

select * from differing
