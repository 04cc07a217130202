with

hubspot_activities as (

    select * from {{ ref('int_hubspot_email_activities') }}

),

mailchimp_activities as (

    select * from {{ ref('int_mailchimp_email_activities') }}

),

email_activities as (

    select * from hubspot_activities
    where activity is not null

    union all

    select * from mailchimp_activities
    where activity is not null and occurred_at is not null

)

select * from email_activities
