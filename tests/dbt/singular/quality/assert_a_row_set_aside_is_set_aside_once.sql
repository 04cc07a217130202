-- A row that is set aside twice stands in two counts of the account.
{{ config(meta={'owner': 'data_engineering'}) }}

with

set_aside_rows as (

    select * from {{ ref('set_aside_rows') }}

),

-- GA4's events have no ids.
repeated as (

    select
        source_system,
        table_name,
        native_id,
        sum(landed_rows) as landed_rows
    from set_aside_rows
    where source_system <> 'ga4'
    group by source_system, table_name, native_id
    having sum(landed_rows) > 1

)

select * from repeated
