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

-- An open by a mail proxy, and whatever the CRM itself
-- filtered out, was not made by a person.
hubspot_activities as (

    select
        'hubspot' as source_system,
        'email_event' as source_table,
        events.email_event_id as source_id,
        case
            when events.event_type = 'SENT' then 'email_sent'
            when events.event_type = 'DELIVERED' then 'email_delivered'
            when events.event_type = 'OPEN' then 'email_opened'
            when events.event_type = 'CLICK' then 'email_clicked'
            when events.event_type = 'FORWARD' then 'email_forwarded'
            when events.event_type = 'BOUNCE' then 'email_bounced'
            when events.event_type = 'SPAMREPORT' then 'email_reported_as_spam'
            when
                events.event_type = 'STATUSCHANGE'
                and status_changes.subscription_status = 'UNSUBSCRIBED'
                then 'email_unsubscribed'
        end as activity,
        events.occurred_at,
        events.recorded_at,
        'email' as person_system,
        events.recipient_email as person_native_id,
        cast(events.email_campaign_id as text) as campaign,
        coalesce(events.is_filtered, false)
        or coalesce(
            opens.user_agent = 'Mozilla/5.0'
            or opens.user_agent like '%GoogleImageProxy%',
            false
        ) as is_automatic
    from events
    left join opens on events.email_event_id = opens.email_event_id
    left join status_changes
        on events.email_event_id = status_changes.email_event_id

)

select * from hubspot_activities
