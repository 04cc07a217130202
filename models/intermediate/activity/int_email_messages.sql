with

hubspot_messages as (

    select * from {{ ref('int_hubspot_email_messages') }}

),

mailchimp_messages as (

    select * from {{ ref('int_mailchimp_email_messages') }}

),

unioned as (

    select * from hubspot_messages

    union all

    select * from mailchimp_messages

),

-- A message that nobody can date belongs to no month.
messages as (

    select
        {{ surrogate_key(['tool', 'source_table', 'message_id']) }}
            as message_key,
        *
    from unioned
    where sent_at < {{ as_of() }}

)

select * from messages
