{{ config(materialized="table") }}

with

events as (

    select * from {{ ref('stg_hubspot__email_event') }}

),

opens as (

    select * from {{ ref('stg_hubspot__email_event_open') }}

),

status_changes as (

    select * from {{ ref('stg_hubspot__email_event_status_change') }}

),

bounces as (

    select * from {{ ref('stg_hubspot__email_event_bounce') }}

),

sends as (

    select * from {{ ref('int_hubspot_email_sends') }}

),

-- An event belongs to the message that it names: two messages
-- to one address keep their own opens and clicks.
judged as (

    select
        events.email_event_id,
        events.event_type,
        events.sent_event_id as message_id,
        events.recipient_email,
        events.email_campaign_id,
        events.occurred_at,
        events.recorded_at,
        opens.duration_milliseconds,
        status_changes.subscription_status,
        bounces.status as bounce_status,
        case events.event_type
            when 'OPEN'
                then {{ is_machine_open(
                    'events.is_filtered', 'opens.user_agent'
                ) }}
            when 'CLICK'
                then {{ is_scanner_click(
                    'events.is_filtered',
                    'events.occurred_at',
                    'coalesce(sends.delivered_at, sends.sent_at)'
                ) }}
            else coalesce(events.is_filtered, false)
        end as is_automatic
    from events
    left join opens on events.email_event_id = opens.email_event_id
    left join status_changes
        on events.email_event_id = status_changes.email_event_id
    left join bounces on events.email_event_id = bounces.email_event_id
    left join sends on events.sent_event_id = sends.message_id

)

select * from judged
