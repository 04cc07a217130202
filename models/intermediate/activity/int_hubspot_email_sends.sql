{{ config(materialized="table") }}

with

events as (

    select * from {{ ref('stg_hubspot__email_event') }}
    where occurred_at < {{ as_of() }}

),

-- A message is known by its SENT event, or by any event that
-- names it where that one was not landed.
mentions as (

    select
        email_event_id as message_id,
        0 as mention_order,
        email_event_id,
        event_type,
        recipient_email,
        email_campaign_id,
        occurred_at as sent_at,
        occurred_at
    from events
    where event_type = 'SENT'

    union all

    select
        sent_event_id as message_id,
        1 as mention_order,
        email_event_id,
        event_type,
        recipient_email,
        email_campaign_id,
        sent_at,
        occurred_at
    from events
    where sent_event_id is not null

),

numbered as (

    select
        *,
        row_number() over (
            partition by message_id
            order by mention_order, occurred_at, email_event_id
        ) as mention_number
    from mentions

),

sends as (

    select
        message_id,
        max(recipient_email) filter (where mention_number = 1)
            as recipient_email,
        max(email_campaign_id) filter (where mention_number = 1)
            as email_campaign_id,
        coalesce(
            min(sent_at) filter (where mention_order = 0),
            min(sent_at) filter (where mention_order = 1)
        ) as sent_at,
        min(occurred_at) filter (
            where mention_order = 1 and event_type = 'DELIVERED'
        ) as delivered_at
    from numbered
    group by message_id

)

select * from sends
