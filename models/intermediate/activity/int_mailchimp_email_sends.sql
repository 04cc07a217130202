with

campaigns as (

    select * from {{ ref('stg_mailchimp__campaign') }}

),

campaign_recipients as (

    select * from {{ ref('stg_mailchimp__campaign_recipient') }}

),

automation_emails as (

    select * from {{ ref('stg_mailchimp__automation_email') }}

),

automation_recipients as (

    select * from {{ ref('stg_mailchimp__automation_recipient') }}

),

automation_activities as (

    select * from {{ ref('stg_mailchimp__automation_recipient_activity') }}
    where occurred_at < {{ as_of() }}

),

first_activities as (

    select
        automation_email_id,
        member_id,
        min(occurred_at) as occurred_at
    from automation_activities
    group by automation_email_id, member_id

),

-- Mailchimp does not tell when an automation wrote to
-- somebody: the first reaction is the best that is known, and
-- too late to judge a click by.
sends as (

    select
        'campaign_recipient' as source_table,
        campaign_recipients.campaign_id as mailing_id,
        campaign_recipients.member_id,
        campaigns.campaign_title as mailing_name,
        campaigns.sent_at,
        campaigns.sent_at as told_sent_at,
        campaign_recipients.recorded_at
    from campaign_recipients
    left join campaigns
        on campaign_recipients.campaign_id = campaigns.campaign_id

    union all

    select
        'automation_recipient' as source_table,
        automation_recipients.automation_email_id as mailing_id,
        automation_recipients.member_id,
        automation_emails.email_title as mailing_name,
        coalesce(first_activities.occurred_at, automation_emails.started_at)
            as sent_at,
        cast(null as timestamp) as told_sent_at,
        automation_recipients.recorded_at
    from automation_recipients
    left join automation_emails
        on
            automation_recipients.automation_email_id
            = automation_emails.automation_email_id
    left join first_activities
        on
            automation_recipients.automation_email_id
            = first_activities.automation_email_id
            and automation_recipients.member_id = first_activities.member_id

)

select * from sends
