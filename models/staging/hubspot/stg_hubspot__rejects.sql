{{ config(materialized="table") }}

{{ rejected_rows('hubspot', 'contact') }}
union all
{{ rejected_rows('hubspot', 'contact_merge_audit') }}
union all
{{ rejected_rows('hubspot', 'contact_property_history') }}
union all
{{ rejected_rows('hubspot', 'company') }}
union all
{{ rejected_rows('hubspot', 'company_property_history') }}
union all
{{ rejected_rows('hubspot', 'form') }}
union all
{{ rejected_rows('hubspot', 'contact_form_submission') }}
union all
{{ rejected_rows('hubspot', 'contact_list') }}
union all
{{ rejected_rows('hubspot', 'contact_list_member') }}
union all
{{ rejected_rows('hubspot', 'owner') }}
union all
{{ rejected_rows('hubspot', 'owner_team') }}
union all
{{ rejected_rows('hubspot', 'team') }}
union all
{{ rejected_rows('hubspot', 'team_user') }}
union all
{{ rejected_rows('hubspot', 'role') }}
union all
{{ rejected_rows('hubspot', 'users') }}
union all
{{ rejected_rows('hubspot', 'property') }}
union all
{{ rejected_rows('hubspot', 'property_option') }}
union all
{{ rejected_rows('hubspot', 'deal') }}
union all
{{ rejected_rows('hubspot', 'deal_stage') }}
union all
{{ rejected_rows('hubspot', 'deal_pipeline') }}
union all
{{ rejected_rows('hubspot', 'deal_pipeline_stage') }}
union all
{{ rejected_rows('hubspot', 'deal_property_history') }}
union all
{{ rejected_rows('hubspot', 'merged_deal') }}
union all
{{ rejected_rows('hubspot', 'deal_contact') }}
union all
{{ rejected_rows('hubspot', 'deal_company') }}
union all
{{ rejected_rows('hubspot', 'email_campaign') }}
union all
{{ rejected_rows('hubspot', 'email_event') }}
union all
{{ rejected_rows('hubspot', 'email_event_bounce') }}
union all
{{ rejected_rows('hubspot', 'email_event_click') }}
union all
{{ rejected_rows('hubspot', 'email_event_deferred') }}
union all
{{ rejected_rows('hubspot', 'email_event_delivered') }}
union all
{{ rejected_rows('hubspot', 'email_event_dropped') }}
union all
{{ rejected_rows('hubspot', 'email_event_forward') }}
union all
{{ rejected_rows('hubspot', 'email_event_open') }}
union all
{{ rejected_rows('hubspot', 'email_event_print') }}
union all
{{ rejected_rows('hubspot', 'email_event_sent') }}
union all
{{ rejected_rows('hubspot', 'email_event_spam_report') }}
union all
{{ rejected_rows('hubspot', 'email_event_status_change') }}
union all
{{ rejected_rows('hubspot', 'engagement') }}
union all
{{ rejected_rows('hubspot', 'engagement_call') }}
union all
{{ rejected_rows('hubspot', 'engagement_communication') }}
union all
{{ rejected_rows('hubspot', 'engagement_email') }}
union all
{{ rejected_rows('hubspot', 'engagement_meeting') }}
union all
{{ rejected_rows('hubspot', 'engagement_note') }}
union all
{{ rejected_rows('hubspot', 'engagement_task') }}
union all
{{ rejected_rows('hubspot', 'engagement_company') }}
union all
{{ rejected_rows('hubspot', 'engagement_contact') }}
union all
{{ rejected_rows('hubspot', 'engagement_deal') }}
union all
{{ rejected_rows('hubspot', 'ticket') }}
union all
{{ rejected_rows('hubspot', 'ticket_pipeline') }}
union all
{{ rejected_rows('hubspot', 'ticket_pipeline_stage') }}
union all
{{ rejected_rows('hubspot', 'ticket_property_history') }}
union all
{{ rejected_rows('hubspot', 'ticket_contact') }}
union all
{{ rejected_rows('hubspot', 'ticket_company') }}
union all
{{ rejected_rows('hubspot', 'ticket_deal') }}
union all
{{ rejected_rows('hubspot', 'ticket_engagement') }}
