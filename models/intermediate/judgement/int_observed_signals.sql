{{ config(materialized="table") }}

with

signals as (

    select * from {{ ref('int_signals') }}

),

person_attributes as (

    select * from {{ ref('int_person_attributes') }}

),

observed as (

    select
        person_key,
        'activity' as signal_kind,
        activity as signal,
        occurred_at,
        recorded_at
    from signals

    union

    select
        person_key,
        'attribute' as signal_kind,
        attribute as signal,
        occurred_at,
        recorded_at
    from person_attributes

)

select * from observed
