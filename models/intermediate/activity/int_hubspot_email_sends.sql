{{ config(materialized="table") }}

with

events as (

    select * from {{ ref('stg_hubspot__email_event') }}
    where occurred_at < {{ as_of() }}

),

repeats as (

    select * from {{ ref('int_hubspot_email_repeats') }}

),

-- A message is named by its SENT event: by the id, and where several events
-- have that id by the instant too.
sent as (

    select
        case
            when repeats.email_event_id is null then events.email_event_id
            else concat_ws('|', events.email_event_id, events.occurred_at)
        end as message_id,
        events.*
    from events
    left join repeats on events.email_event_id = repeats.email_event_id
    where events.event_type = 'SENT'

),

mentions as (

    select
        case
            when repeats.email_event_id is null then events.sent_event_id
            else concat_ws(
                '|',
                events.sent_event_id,
                coalesce(events.sent_at, repeats.first_occurred_at)
            )
        end as message_id,
        events.*
    from events
    left join repeats on events.sent_event_id = repeats.email_event_id
    where events.sent_event_id is not null

),

deliveries as (

    select
        message_id,
        min(occurred_at) as delivered_at
    from mentions
    where event_type = 'DELIVERED'
    group by message_id

),

-- A message whose SENT event was not landed is known by the
-- first event that names it.
first_mentions as (

    select
        mentions.message_id,
        {{ first_of([
            'mentions.occurred_at',
            'mentions.email_event_id',
            'mentions.recipient_email',
            'mentions.email_campaign_id',
        ]) }} as mention,
        min(mentions.sent_at) as sent_at
    from mentions
    left join sent on mentions.message_id = sent.message_id
    where sent.message_id is null
    group by mentions.message_id

),

messages as (

    select
        message_id,
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
