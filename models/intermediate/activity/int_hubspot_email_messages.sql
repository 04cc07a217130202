with

sends as (

    select * from {{ ref('int_hubspot_email_sends') }}

),

events as (

    select * from {{ ref('int_hubspot_email_events') }}
    where occurred_at < {{ as_of() }}

),

unsubscriptions as (

    select * from {{ ref('int_hubspot_email_unsubscriptions') }}

),

email_campaigns as (

    select * from {{ ref('stg_hubspot__email_campaign') }}

),

latest_campaigns as (

    select
        email_campaign_id,
        max_by(campaign_name, recorded_at) as campaign_name
    from email_campaigns
    group by email_campaign_id

),

reactions as (

    select
        message_id,
        bool_or(event_type = 'DROPPED') as is_dropped,
        bool_or(event_type in ('DELIVERED', 'OPEN', 'CLICK')) as has_arrived,
        bool_or(event_type = 'BOUNCE') as has_bounced,
        bool_or(
            event_type = 'BOUNCE' and coalesce(bounce_status like '5%', false)
        ) as has_bounced_hard,
        min(occurred_at) filter (where event_type = 'OPEN') as first_open_at,
        min(occurred_at) filter (
            where event_type = 'OPEN' and not is_automatic
        ) as first_human_open_at,
        max(duration_milliseconds) filter (
            where event_type = 'OPEN' and not is_automatic
        ) as read_milliseconds,
        min(occurred_at) filter (where event_type = 'CLICK') as first_click_at,
        min(occurred_at) filter (
            where event_type = 'CLICK' and not is_automatic
        ) as first_human_click_at,
        min(occurred_at) filter (where event_type = 'FORWARD')
            as first_forward_at,
        min(occurred_at) filter (where event_type = 'SPAMREPORT')
            as complained_at
    from events
    where message_id is not null
    group by message_id

),

messages as (

    select
        'hubspot' as tool,
        'email_event' as source_table,
        sends.message_id,
        cast(sends.email_campaign_id as text) as campaign_id,
        latest_campaigns.campaign_name,
        'email' as person_system,
        sends.recipient_email as person_native_id,
        sends.recipient_email as address,
        sends.sent_at,
        sends.delivered_at,
        coalesce(reactions.has_arrived, false)
        and not coalesce(reactions.is_dropped, false) as is_delivered,
        coalesce(reactions.is_dropped, false) as is_dropped,
        case
            when reactions.is_dropped then null
            when reactions.has_bounced_hard then 'hard'
            when reactions.has_bounced then 'soft'
        end as bounce_type,
        reactions.first_open_at,
        reactions.first_human_open_at,
        reactions.read_milliseconds,
        coalesce(reactions.read_milliseconds >= 8000, false) as is_read,
        reactions.first_click_at,
        reactions.first_human_click_at,
        reactions.first_forward_at,
        unsubscriptions.unsubscribed_at,
        reactions.complained_at
    from sends
    left join reactions on sends.message_id = reactions.message_id
    left join unsubscriptions on sends.message_id = unsubscriptions.message_id
    left join latest_campaigns
        on sends.email_campaign_id = latest_campaigns.email_campaign_id

)

select * from messages
