with

events as (

    select * from {{ ref('int_hubspot_email_events') }}

),

sends as (

    select * from {{ ref('int_hubspot_email_sends') }}

),

unsubscriptions as (

    select
        email_event_id,
        message_id,
        recipient_email,
        occurred_at
    from events
    where
        event_type = 'STATUSCHANGE'
        and subscription_status = 'UNSUBSCRIBED'
        and occurred_at < {{ as_of() }}

),

-- Whoever unsubscribes elsewhere than in a message left
-- because of the last one that was sent to them.
last_sends as (

    select
        unsubscriptions.email_event_id,
        sends.message_id,
        unsubscriptions.occurred_at
    from unsubscriptions
    inner join sends
        on
            unsubscriptions.recipient_email = sends.recipient_email
            and unsubscriptions.occurred_at > sends.sent_at
    where unsubscriptions.message_id is null
    qualify
        row_number() over (
            partition by unsubscriptions.email_event_id
            order by sends.sent_at desc, sends.message_id desc
        ) = 1

),

led_back as (

    select
        message_id,
        occurred_at
    from unsubscriptions
    where message_id is not null

    union all

    select
        message_id,
        occurred_at
    from last_sends

),

first_of_message as (

    select
        message_id,
        min(occurred_at) as unsubscribed_at
    from led_back
    group by message_id

)

select * from first_of_message
