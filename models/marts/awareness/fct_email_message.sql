with

messages as (

    select * from {{ ref('int_email_messages') }}

),

person_links as (

    select * from {{ ref('int_person_links') }}

),

qualified_leads as (

    select * from {{ ref('int_qualification_occurrences') }}

),

sent_to_people as (

    select
        messages.*,
        person_links.person_key
    from messages
    left join person_links
        on
            messages.person_system = person_links.source_system
            and messages.person_native_id = person_links.native_id

),

-- A lead is put down to a message in which its person clicked
-- shortly before; several messages may share a lead.
conversions as (

    select
        sent_to_people.message_key,
        min(qualified_leads.qualified_at) as converted_at
    from sent_to_people
    inner join qualified_leads
        on
            sent_to_people.person_key = qualified_leads.person_key
            and sent_to_people.first_human_click_at
            <= qualified_leads.qualified_at
            and sent_to_people.first_human_click_at
            + interval {{ var('email_conversion_hours') }} hour
            > qualified_leads.qualified_at
    group by sent_to_people.message_key

),

-- Readers count addresses and need none of them.
email_messages as (

    select
        sent_to_people.message_key,
        sent_to_people.tool,
        sent_to_people.campaign_id,
        sent_to_people.campaign_name,
        sent_to_people.person_key,
        {{ surrogate_key(['sent_to_people.address']) }} as address_key,
        sent_to_people.sent_at,
        {{ business_date('sent_to_people.sent_at') }} as sent_on,
        sent_to_people.delivered_at,
        sent_to_people.is_delivered,
        sent_to_people.is_dropped,
        sent_to_people.bounce_type,
        sent_to_people.first_open_at,
        sent_to_people.first_human_open_at,
        sent_to_people.read_milliseconds,
        sent_to_people.is_read,
        sent_to_people.first_click_at,
        sent_to_people.first_human_click_at,
        sent_to_people.first_forward_at,
        sent_to_people.unsubscribed_at,
        {{ business_date('sent_to_people.unsubscribed_at') }}
            as unsubscribed_on,
        sent_to_people.complained_at,
        conversions.converted_at
    from sent_to_people
    left join conversions
        on sent_to_people.message_key = conversions.message_key

)

select * from email_messages
