with

product_uses as (

    select * from {{ ref('int_product_uses') }}

),

-- Whoever uses the product without being known is counted with their account.
days as (

    select
        person_key,
        account_key,
        used_on,
        count(*) as uses,
        count(*) filter (where is_meaningful) as meaningful_uses,
        count(*) filter (where is_activation) as activation_uses
    from product_uses
    group by person_key, account_key, used_on

),

product_use as (

    select
        {{ surrogate_key([
            "coalesce(cast(person_key as text), '')",
            "coalesce(cast(account_key as text), '')",
            'used_on'
        ]) }} as product_use_key,
        person_key,
        account_key,
        used_on,
        uses,
        meaningful_uses,
        activation_uses,
        meaningful_uses > 0 as is_active
    from days

)

select * from product_use
