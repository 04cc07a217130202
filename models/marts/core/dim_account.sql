with

accounts as (

    select * from {{ ref('int_accounts') }}

)

select * from accounts
