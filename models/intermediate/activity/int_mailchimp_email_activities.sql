with

sends as (

    select * from {{ ref('int_mailchimp_email_sends') }}

),

reactions as (

    select * from {{ ref('int_mailchimp_email_reactions') }}

),

list_activities as (

    select * from {{ ref('int_mailchimp_list_activities') }}

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
        source_table,
        source_id,
        activity,
        occurred_at,
        recorded_at,
        'mailchimp' as person_system,
        member_id as person_native_id,
        campaign,
        false as is_automatic
    from list_activities

)

select * from mailchimp_activities
