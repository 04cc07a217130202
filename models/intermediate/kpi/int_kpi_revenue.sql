with

recurring_revenue as (

    select * from {{ ref('int_kpi_recurring_revenue') }}

),

mrr_movements as (

    select * from {{ ref('int_kpi_mrr_movements') }}

),

revenue_origin as (

    select * from {{ ref('int_kpi_revenue_origin') }}

),

invoices as (

    select * from {{ ref('int_kpi_invoices') }}

),

margin as (

    select * from {{ ref('int_kpi_margin') }}

),

economics as (

    select * from {{ ref('int_kpi_unit_economics') }}

),

costs as (

    select * from {{ ref('int_kpi_costs') }}

),

unioned as (

    select * from recurring_revenue

    union all

    select * from mrr_movements

    union all

    select * from revenue_origin

    union all

    select * from invoices

    union all

    select * from margin

    union all

    select * from economics

    union all

    select * from costs

)

select * from unioned
