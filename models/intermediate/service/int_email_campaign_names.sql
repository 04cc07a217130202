with

hubspot_campaigns as (

    select * from {{ ref('stg_hubspot__email_campaign') }}

),

mailchimp_campaigns as (

    select * from {{ ref('stg_mailchimp__campaign') }}

),

automation_emails as (

    select * from {{ ref('stg_mailchimp__automation_email') }}

),

names as (

    select
        'hubspot' as source_system,
        cast(email_campaign_id as text) as campaign,
        campaign_name
    from hubspot_campaigns

    union all

    select
        'mailchimp' as source_system,
        campaign_id as campaign,
        campaign_title as campaign_name
    from mailchimp_campaigns

    union all

    select
        'mailchimp' as source_system,
        automation_email_id as campaign,
        email_title as campaign_name
    from automation_emails

)

select * from names
