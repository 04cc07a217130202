with

accounts as (

    select * from {{ ref('int_accounts') }}

),

origins as (

    select * from {{ ref('int_account_origins') }}

),

described as (

    select
        accounts.*,
        origins.acquisition_channel,
        origins.origin_team,
        origins.first_qualified_on,
        origins.first_contract_on,
        origins.is_marketing_influenced
    from accounts
    inner join origins on accounts.account_key = origins.account_key

)

select * from described
