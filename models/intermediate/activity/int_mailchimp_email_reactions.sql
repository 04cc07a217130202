with

campaign_activities as (

    select * from {{ ref('stg_mailchimp__campaign_recipient_activity') }}

),

automation_activities as (

    select * from {{ ref('stg_mailchimp__automation_recipient_activity') }}

),

campaigns as (

    select * from {{ ref('stg_mailchimp__campaign') }}

),

unioned as (

    select
        'campaign_recipient_activity' as source_table,
        'campaign_recipient' as send_table,
        campaign_activities.campaign_id as mailing_id,
        campaign_activities.member_id,
        campaign_activities.action,
        campaign_activities.bounce_type,
        campaign_activities.url,
        campaigns.sent_at as told_sent_at,
        campaign_activities.occurred_at,
        campaign_activities.recorded_at
    from campaign_activities
    left join campaigns
        on campaign_activities.campaign_id = campaigns.campaign_id

    union all

    select
        'automation_recipient_activity' as source_table,
        'automation_recipient' as send_table,
        automation_email_id as mailing_id,
        member_id,
        action,
        bounce_type,
        url,
        cast(null as timestamp) as told_sent_at,
        occurred_at,
        recorded_at
    from automation_activities

),

-- Mailchimp tells neither filters nor user agents: a machine
-- shows by its haste alone.
reactions as (

    select
        source_table,
        send_table,
        mailing_id,
        member_id,
        concat_ws(
            '|',
            mailing_id,
            member_id,
            action,
            url,
            cast(occurred_at as text)
        ) as reaction_id,
        action,
        lower(bounce_type) as bounce_type,
        occurred_at,
        recorded_at,
        action = 'click'
        and {{ is_scanner_click('false', 'occurred_at', 'told_sent_at') }}
            as is_automatic
    from unioned

)

select * from reactions
