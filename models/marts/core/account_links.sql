with

account_links as (

    select * from {{ ref('int_account_links') }}

)

select * from account_links
