{#
    Where no event is active use, nobody uses the product; where none is the
    first success, no new customer ever has it. Both look like a product that
    nobody wants.
#}
{{ config(meta={'owner': 'service'}) }}

with

product_events as (

    select * from {{ ref('product_events') }}

),

blank as (

    select
        event_name,
        'product_events.csv: event ' || coalesce(event_name, '(blank)')
        || ' has a blank event_name, is_meaningful or is_activation: write all'
        || ' three.' as finding
    from product_events
    where
        nullif(trim(event_name), '') is null
        or is_meaningful is null
        or is_activation is null

),

counted as (

    select
        count(*) filter (where is_meaningful) as meaningful,
        count(*) filter (where is_activation) as activations
    from product_events

),

missing as (

    select
        cast(null as text) as event_name,
        'product_events.csv: no event has is_'
        || case when meaningful = 0 then 'meaningful' else 'activation' end
        || ' true: say of one that it has.' as finding
    from counted
    where meaningful = 0 or activations = 0

),

findings as (

    select * from blank
    union all
    select * from missing

)

select * from findings
