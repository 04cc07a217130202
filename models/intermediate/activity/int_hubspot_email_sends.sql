{{ config(materialized="table") }}

with

events as (

    select * from {{ ref('stg_hubspot__email_event') }}
    where occurred_at < {{ as_of() }}

),

sent as (

    select * from events
    where event_type = 'SENT'

),

mentions as (

    select * from events
    where sent_event_id is not null

),

deliveries as (

    select
        sent_event_id as message_id,
        min(occurred_at) as delivered_at
    from mentions
    where event_type = 'DELIVERED'
    group by sent_event_id

),

-- A message whose SENT event was not landed is known by the
-- first event that names it.
first_mentions as (

    select
        mentions.sent_event_id as message_id,
        {{ first_of([
            'mentions.occurred_at',
            'mentions.email_event_id',
            'mentions.recipient_email',
            'mentions.email_campaign_id',
        ]) }} as mention,
        min(mentions.sent_at) as sent_at
    from mentions
    left join sent on mentions.sent_event_id = sent.email_event_id
    where sent.email_event_id is null
    group by mentions.sent_event_id

),

messages as (

    select
        email_event_id as message_id,
        recipient_email,
        email_campaign_id,
        occurred_at as sent_at
    from sent

    union all

    select
        message_id,
        mention.recipient_email,
        mention.email_campaign_id,
        sent_at
    from first_mentions

),

sends as (

    select
        messages.*,
        deliveries.delivered_at
    from messages
    left join deliveries on messages.message_id = deliveries.message_id

)

select * from sends
