with

opportunities as (

    select * from {{ ref('int_upsell_opportunities') }}

),

upsell as (

    select
        {{ surrogate_key([
            'account_key', 'from_product', 'to_product', 'month'
        ]) }} as upsell_key,
        account_key,
        from_product,
        to_product,
        from_product || ' > ' || to_product as upsell_path,
        month,
        is_upsold,
        is_provisional
    from opportunities

)

select * from upsell
