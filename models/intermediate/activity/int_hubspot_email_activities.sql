with

events as (

    select * from {{ ref('int_hubspot_email_events') }}

),

hubspot_activities as (

    select
        'hubspot' as source_system,
        'email_event' as source_table,
        email_event_id as source_id,
        case
            when event_type = 'SENT' then 'email_sent'
            when event_type = 'DELIVERED' then 'email_delivered'
            when event_type = 'OPEN' then 'email_opened'
            when event_type = 'CLICK' then 'email_clicked'
            when event_type = 'FORWARD' then 'email_forwarded'
            when event_type = 'BOUNCE' then 'email_bounced'
            when event_type = 'SPAMREPORT' then 'email_reported_as_spam'
            when
                event_type = 'STATUSCHANGE'
                and subscription_status = 'UNSUBSCRIBED'
                then 'email_unsubscribed'
        end as activity,
        occurred_at,
        recorded_at,
        'email' as person_system,
        recipient_email as person_native_id,
        cast(email_campaign_id as text) as campaign,
        is_automatic
    from events

)

select * from hubspot_activities
