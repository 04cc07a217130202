with

product_events as (

    select * from {{ ref('stg_files__product_events') }}

),

product_uses as (

    select * from {{ ref('int_product_uses') }}

),

row_fates as (

    select
        'files' as source_system,
        'product_events' as table_name,
        product_events.event_id as native_id,
        case
            when
                coalesce(product_uses.person_key, product_uses.account_key)
                is not null
                then null
            when product_uses.event_id is not null then 'of nobody known'
            when product_events.occurred_at is null then 'without an instant'
            when product_events.occurred_at >= {{ as_of() }}
                then 'at or after the instant looked from'
            else 'for another reason'
        end as reason
    from product_events
    left join product_uses on product_events.event_id = product_uses.event_id

)

select * from row_fates
