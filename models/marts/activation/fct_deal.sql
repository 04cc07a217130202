with

deals as (

    select * from {{ ref('int_deals') }}

)

select * from deals
