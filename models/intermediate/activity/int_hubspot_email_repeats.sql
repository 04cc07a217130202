{{ config(materialized="table") }}

with

events as (

    select * from {{ ref('stg_hubspot__email_event') }}

),

-- HubSpot's key is the id and the instant: nearly every id names one event.
repeated as (

    select
        email_event_id,
        min(occurred_at) as first_occurred_at
    from events
    group by email_event_id
    having count(*) > 1

)

select * from repeated
