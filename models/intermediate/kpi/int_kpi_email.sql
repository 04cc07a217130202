with

delivery as (

    select * from {{ ref('int_kpi_email_delivery') }}

),

response as (

    select * from {{ ref('int_kpi_email_response') }}

),

outcome as (

    select * from {{ ref('int_kpi_email_outcome') }}

),

unioned as (

    select * from delivery

    union all

    select * from response

    union all

    select * from outcome

)

select * from unioned
