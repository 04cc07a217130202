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

repeats as (

    select * from {{ ref('int_hubspot_email_repeats') }}

),

-- An id that several events have in common names one of them with its instant.
named as (

    select
        case
            when repeats.email_event_id is null then events.email_event_id
            else concat_ws('|', events.email_event_id, events.occurred_at)
        end as event_name,
        case
            when sent_repeats.email_event_id is null
                then events.sent_event_id
            else concat_ws(
                '|',
                events.sent_event_id,
                coalesce(events.sent_at, sent_repeats.first_occurred_at)
            )
        end as message_id,
        events.*
    from events
    left join repeats on events.email_event_id = repeats.email_event_id
    left join repeats as sent_repeats
        on events.sent_event_id = sent_repeats.email_event_id

),

-- An event belongs to the message that it names: two messages
-- to one address keep their own opens and clicks.
judged as (

    select
        named.event_name as email_event_id,
        named.event_type,
        named.message_id,
        named.recipient_email,
        named.email_campaign_id,
        named.occurred_at,
        named.recorded_at,
        opens.duration_milliseconds,
        status_changes.subscription_status,
        bounces.status as bounce_status,
        case named.event_type
            when 'OPEN'
                then {{ is_machine_open(
                    'named.is_filtered', 'opens.user_agent'
                ) }}
            when 'CLICK'
                then {{ is_scanner_click(
                    'named.is_filtered',
                    'named.occurred_at',
                    'coalesce(sends.delivered_at, sends.sent_at)'
                ) }}
            else coalesce(named.is_filtered, false)
        end as is_automatic
    from named
    left join opens on named.email_event_id = opens.email_event_id
    left join status_changes
        on named.email_event_id = status_changes.email_event_id
    left join bounces on named.email_event_id = bounces.email_event_id
    left join sends on named.message_id = sends.message_id

)

select * from judged
