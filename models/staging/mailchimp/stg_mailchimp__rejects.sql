{{ config(materialized="table") }}

{{ rejected_rows('mailchimp', 'automation') }}

union all

{{ rejected_rows('mailchimp', 'automation_email') }}

union all

{{ rejected_rows('mailchimp', 'automation_recipient') }}

union all

{{ rejected_rows('mailchimp', 'automation_recipient_activity') }}

union all

{{ rejected_rows('mailchimp', 'campaign') }}

union all

{{ rejected_rows('mailchimp', 'campaign_recipient') }}

union all

{{ rejected_rows('mailchimp', 'campaign_recipient_activity') }}

union all

{{ rejected_rows('mailchimp', 'list') }}

union all

{{ rejected_rows('mailchimp', 'member') }}

union all

{{ rejected_rows('mailchimp', 'segment') }}

union all

{{ rejected_rows('mailchimp', 'segment_member') }}

union all

{{ rejected_rows('mailchimp', 'unsubscribe') }}
