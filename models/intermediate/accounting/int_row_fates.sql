{{ config(materialized="table") }}

with

activity_rows as (

    select * from {{ ref('int_activity_row_fates') }}

),

contract_rows as (

    select * from {{ ref('int_contract_row_fates') }}

),

deal_rows as (

    select * from {{ ref('int_deal_row_fates') }}

),

email_rows as (

    select * from {{ ref('int_email_row_fates') }}

),

media_rows as (

    select * from {{ ref('int_media_row_fates') }}

),

money_rows as (

    select * from {{ ref('int_money_row_fates') }}

),

sales_rows as (

    select * from {{ ref('int_sales_row_fates') }}

),

service_rows as (

    select * from {{ ref('int_service_row_fates') }}

),

site_rows as (

    select * from {{ ref('int_site_row_fates') }}

),

unioned as (

    select * from activity_rows

    union all

    select * from contract_rows

    union all

    select * from deal_rows

    union all

    select * from email_rows

    union all

    select * from media_rows

    union all

    select * from money_rows

    union all

    select * from sales_rows

    union all

    select * from service_rows

    union all

    select * from site_rows

),

-- Of the rows that are used only their number is kept: there
-- are millions, and the facts have them.
row_fates as (

    select
        source_system,
        table_name,
        reason,
        case when reason is not null then native_id end as native_id,
        count(*) as landed_rows
    from unioned
    group by 1, 2, 3, 4

)

select * from row_fates
