with

product_uses as (

    select * from {{ ref('stg_files__product_events') }}

),

product_events as (

    select * from {{ ref('product_events') }}

),

person_links as (

    select * from {{ ref('int_person_links') }}

),

address_links as (

    select * from {{ ref('int_address_links') }}

),

account_links as (

    select * from {{ ref('int_account_links') }}

),

people as (

    select * from {{ ref('int_people') }}

),

of_people as (

    select
        product_uses.event_id,
        product_uses.event_name,
        product_uses.company_id,
        product_uses.occurred_at,
        {{ person_named('by_id', 'by_address', 'person_key') }} as person_key
    from product_uses
    left join person_links as by_id
        on
            by_id.source_system = 'files'
            and product_uses.contact_id = by_id.native_id
    left join address_links as by_address
        on
            product_uses.email = by_address.email
            and product_uses.occurred_at >= by_address.held_from
            and product_uses.occurred_at < by_address.held_to
    where product_uses.occurred_at < {{ as_of() }}

),

resolved as (

    select
        of_people.event_id,
        of_people.event_name,
        of_people.person_key,
        coalesce(account_links.account_key, people.account_key) as account_key,
        of_people.occurred_at as used_at,
        {{ business_date('of_people.occurred_at') }} as used_on,
        coalesce(product_events.is_meaningful, false) as is_meaningful,
        coalesce(product_events.is_activation, false) as is_activation
    from of_people
    left join people on of_people.person_key = people.person_key
    left join account_links
        on
            account_links.source_system = 'files'
            and of_people.company_id = account_links.native_id
    left join product_events
        on of_people.event_name = product_events.event_name

)

select * from resolved
