with

churn as (

    select * from {{ ref('int_kpi_churn') }}

),

churned_accounts as (

    select * from {{ ref('int_kpi_churned_accounts') }}

),

revenue_retention as (

    select * from {{ ref('int_kpi_revenue_retention') }}

),

renewals as (

    select * from {{ ref('int_kpi_renewals') }}

),

unioned as (

    select * from churn

    union all

    select * from churned_accounts

    union all

    select * from revenue_retention

    union all

    select * from renewals

)

select * from unioned
