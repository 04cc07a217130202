with

sends as (

    select * from {{ ref('int_mailchimp_email_sends') }}

),

reactions as (

    select * from {{ ref('int_mailchimp_email_reactions') }}
    where occurred_at < {{ as_of() }}

),

unsubscribes as (

    select * from {{ ref('stg_mailchimp__unsubscribe') }}
    where unsubscribed_at < {{ as_of() }}

),

members as (

    select * from {{ ref('stg_mailchimp__member') }}

),

-- A member of several lists is one recipient.
addresses as (

    select
        member_id,
        min(email) as address
    from members
    group by member_id

),

reacted as (

    select
        send_table,
        mailing_id,
        member_id,
        count(*) filter (where action = 'bounce') as bounces,
        count(*) filter (where action = 'bounce' and bounce_type = 'hard')
            as hard_bounces,
        min(occurred_at) filter (where action = 'open') as first_open_at,
        min(occurred_at) filter (where action = 'click') as first_click_at,
        min(occurred_at) filter (
            where action = 'click' and not is_automatic
        ) as first_human_click_at
    from reactions
    group by send_table, mailing_id, member_id

),

unsubscribed as (

    select
        campaign_id as mailing_id,
        member_id,
        min(unsubscribed_at) as unsubscribed_at
    from unsubscribes
    group by campaign_id, member_id

),

messages as (

    select
        'mailchimp' as tool,
        sends.source_table,
        concat_ws('|', sends.mailing_id, sends.member_id) as message_id,
        sends.mailing_id as campaign_id,
        sends.mailing_name as campaign_name,
        'mailchimp' as person_system,
        sends.member_id as person_native_id,
        coalesce(addresses.address, sends.member_id) as address,
        sends.sent_at,
        cast(null as timestamp) as delivered_at,
        coalesce(reacted.bounces, 0) = 0 as is_delivered,
        false as is_dropped,
        case
            when reacted.hard_bounces > 0 then 'hard'
            when reacted.bounces > 0 then 'soft'
        end as bounce_type,
        reacted.first_open_at,
        reacted.first_open_at as first_human_open_at,
        cast(null as bigint) as read_milliseconds,
        cast(null as boolean) as is_read,
        reacted.first_click_at,
        reacted.first_human_click_at,
        cast(null as timestamp) as first_forward_at,
        unsubscribed.unsubscribed_at,
        cast(null as timestamp) as complained_at
    from sends
    left join addresses on sends.member_id = addresses.member_id
    left join reacted
        on
            sends.source_table = reacted.send_table
            and sends.mailing_id = reacted.mailing_id
            and sends.member_id = reacted.member_id
    left join unsubscribed
        on
            sends.mailing_id = unsubscribed.mailing_id
            and sends.member_id = unsubscribed.member_id

)

select * from messages
