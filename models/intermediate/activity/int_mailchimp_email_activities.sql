with

sends as (

    select * from {{ ref('int_mailchimp_email_sends') }}

),

reactions as (

    select * from {{ ref('int_mailchimp_email_reactions') }}

),

members as (

    select * from {{ ref('stg_mailchimp__member') }}

),

unsubscribes as (

    select * from {{ ref('stg_mailchimp__unsubscribe') }}

),

mailchimp_activities as (

    select
        'mailchimp' as source_system,
        source_table,
        concat_ws('|', mailing_id, member_id) as source_id,
        'email_sent' as activity,
        sent_at as occurred_at,
        recorded_at,
        'mailchimp' as person_system,
        member_id as person_native_id,
        mailing_id as campaign,
        false as is_automatic
    from sends

    union all

    select
        'mailchimp' as source_system,
        source_table,
        reaction_id as source_id,
        case
            when action = 'open' then 'email_opened'
            when action = 'click' then 'email_clicked'
            when action = 'bounce' then 'email_bounced'
        end as activity,
        occurred_at,
        recorded_at,
        'mailchimp' as person_system,
        member_id as person_native_id,
        mailing_id as campaign,
        is_automatic
    from reactions

    union all

    select
        'mailchimp' as source_system,
        'unsubscribe' as source_table,
        concat_ws('|', campaign_id, list_id, member_id) as source_id,
        'email_unsubscribed' as activity,
        unsubscribed_at as occurred_at,
        recorded_at,
        'mailchimp' as person_system,
        member_id as person_native_id,
        campaign_id as campaign,
        false as is_automatic
    from unsubscribes

    union all

    select
        'mailchimp' as source_system,
        'member' as source_table,
        concat_ws('|', list_id, member_id) as source_id,
        'list_joined' as activity,
        least(signed_up_at, opted_in_at) as occurred_at,
        least(signed_up_at, opted_in_at) as recorded_at,
        'mailchimp' as person_system,
        member_id as person_native_id,
        cast(null as text) as campaign,
        false as is_automatic
    from members

)

select * from mailchimp_activities
