"""The columns of HubSpot as Fivetran lands them: one line a table, `name type` a column."""

TABLES = """
company: _fivetran_deleted bool, id int, is_deleted bool, property_name str,
    property_description str, property_createdate ts, property_industry str,
    property_address str, property_address_2 str, property_city str, property_state str,
    property_country str, property_annualrevenue int, property_domain str, _fivetran_synced ts
company_property_history: company_id int, name str, source str, source_id str, timestamp ts,
    value str, _fivetran_synced ts
contact: _fivetran_deleted bool, id int, property_hs_merged_object_ids str, property_email str,
    property_company str, property_firstname str, property_lastname str, property_createdate ts,
    property_jobtitle str, property_annualrevenue int, property_lifecyclestage str,
    property_hs_lead_status str, property_hs_analytics_source str,
    property_hs_analytics_source_data_1 str, property_hubspot_owner_id int,
    property_hubspotscore float, property_associatedcompanyid int, property_country str,
    _fivetran_synced ts
contact_form_submission: timestamp ts, form_id str, contact_id int, conversion_id str,
    page_id int, page_url str, portal_id int, title str, _fivetran_synced ts
contact_list: _fivetran_deleted bool, created_at ts, id int, name str, updated_at ts,
    created_by_id str, filters_updated_at ts, list_version int, object_type_id str,
    processing_status str, processing_type str, deleteable bool, dynamic bool, portal_id int,
    metadata_error str, metadata_last_processing_state_change_at ts,
    metadata_last_size_change_at ts, metadata_processing str, metadata_size int,
    _fivetran_synced ts
contact_list_member: _fivetran_deleted bool, added_at ts, contact_id int, contact_list_id int,
    _fivetran_synced ts
contact_merge_audit: canonical_vid int, contact_id int, entity_id str, first_name str,
    last_name str, num_properties_moved int, timestamp ts, user_id int, vid_to_merge int,
    _fivetran_synced ts
contact_property_history: contact_id int, name str, source str, source_id str, timestamp ts,
    value str, _fivetran_synced ts
deal: _fivetran_deleted bool, deal_id int, deal_pipeline_id str, deal_pipeline_stage_id str,
    is_deleted bool, owner_id int, portal_id int, property_dealname str,
    property_description str, property_amount dec, property_closedate ts,
    property_createdate ts, property_dealtype str, property_closed_lost_reason str,
    property_deal_currency_code str, _fivetran_synced ts
deal_company: deal_id int, company_id int, type_id int, category str, _fivetran_synced ts
deal_contact: deal_id int, contact_id int, type_id int, category str, label str,
    _fivetran_synced ts
deal_pipeline: _fivetran_deleted bool, active bool, display_order int, label str,
    pipeline_id str, created_at ts, updated_at ts, _fivetran_synced ts
deal_pipeline_stage: _fivetran_deleted bool, active bool, closed_won bool, is_closed bool,
    display_order int, label str, pipeline_id str, probability float, stage_id str,
    created_at ts, updated_at ts, _fivetran_synced ts
deal_property_history: deal_id int, name str, source str, source_id str, timestamp ts,
    value str, _fivetran_synced ts
deal_stage: _fivetran_active bool, _fivetran_end ts, _fivetran_start ts, date_entered ts,
    deal_id int, source str, source_id str, value str, _fivetran_synced ts
email_campaign: app_id int, app_name str, content_id int, id int, name str, num_included int,
    num_queued int, sub_type str, subject str, type str, _fivetran_synced ts
email_event: app_id int, caused_by_created ts, caused_by_id str, created ts,
    email_campaign_id int, filtered_event bool, id str, obsoleted_by_created ts,
    obsoleted_by_id str, portal_id int, recipient str, sent_by_created ts, sent_by_id str,
    type str, _fivetran_synced ts
email_event_bounce: category str, id str, response str, status str, _fivetran_synced ts
email_event_click: browser str, id str, ip_address str, location str, referer str, url str,
    user_agent str, _fivetran_synced ts
email_event_deferred: attempt int, id str, response str, _fivetran_synced ts
email_event_delivered: id str, response str, smtp_id str, _fivetran_synced ts
email_event_dropped: bcc str, cc str, drop_message str, drop_reason str, id str, reply_to str,
    subject str, FROM str, _fivetran_synced ts
email_event_forward: browser str, id str, ip_address str, location str, user_agent str,
    _fivetran_synced ts
email_event_open: browser str, duration str, id str, ip_address str, location str,
    user_agent str, _fivetran_synced ts
email_event_print: browser str, id str, ip_address str, location str, user_agent str,
    _fivetran_synced ts
email_event_sent: bcc str, cc str, id str, reply_to str, subject str, FROM str,
    _fivetran_synced ts
email_event_spam_report: id str, ip_address str, user_agent str, _fivetran_synced ts
email_event_status_change: bounced bool, id str, portal_subscription_status str,
    requested_by str, source str, subscriptions str, _fivetran_synced ts
engagement: id int, portal_id int, type str, _fivetran_synced ts
engagement_call: _fivetran_deleted bool, engagement_id int, type str, property_hs_createdate ts,
    property_hs_timestamp ts, property_hubspot_owner_id int, property_hubspot_team_id int,
    _fivetran_synced ts
engagement_communication: _fivetran_deleted bool, engagement_id int, type str,
    property_hs_createdate ts, property_hs_timestamp ts, property_hubspot_owner_id int,
    property_hubspot_team_id int, _fivetran_synced ts
engagement_company: company_id int, engagement_id int, category str, _fivetran_synced ts
engagement_contact: contact_id int, engagement_id int, category str, _fivetran_synced ts
engagement_deal: deal_id int, engagement_id int, category str, _fivetran_synced ts
engagement_email: _fivetran_deleted bool, type str, engagement_id int,
    property_hs_createdate ts, property_hs_timestamp ts, property_hubspot_owner_id int,
    property_hubspot_team_id int, _fivetran_synced ts
engagement_meeting: _fivetran_deleted bool, type str, engagement_id int,
    property_hs_createdate ts, property_hs_timestamp ts, property_hubspot_owner_id int,
    property_hubspot_team_id int, _fivetran_synced ts
engagement_note: _fivetran_deleted bool, body str, type str, engagement_id int,
    property_hs_createdate ts, property_hs_timestamp ts, property_hubspot_owner_id int,
    property_hubspot_team_id int, _fivetran_synced ts
engagement_task: _fivetran_deleted bool, engagement_id int, type str, property_hs_createdate ts,
    property_hs_timestamp ts, property_hubspot_owner_id int, property_hubspot_team_id int,
    _fivetran_synced ts
form: _fivetran_deleted bool, guid str, action str, created_at ts, css_class str,
    follow_up_id int, form_type str, lead_nurturing_campaign_id int, method str, name str,
    notify_recipients bool, portal_id int, redirect str, submit_text str, updated_at ts,
    _fivetran_synced ts
merged_deal: deal_id int, merged_deal_id int, _fivetran_synced ts
owner: active_user_id int, created_at ts, email str, first_name str, last_name str,
    owner_id int, portal_id int, type str, updated_at ts, _fivetran_synced ts
owner_team: _fivetran_deleted bool, owner_id int, team_id int, is_team_primary bool,
    _fivetran_synced ts
property: _fivetran_id str, calculated bool, created_at ts, description str, field_type str,
    group_name str, hubspot_defined bool, hubspot_object str, label str, name str,
    show_currency_symbol bool, type str, updated_at ts, _fivetran_synced ts
property_option: label str, property_id str, display_order int, hidden bool, value str,
    hubspot_object str, name str, _fivetran_synced ts
role: _fivetran_deleted bool, id int, name str, requires_billing_write bool, _fivetran_synced ts
team: _fivetran_deleted bool, id int, name str, _fivetran_synced ts
team_user: _fivetran_deleted bool, team_id int, user_id int, is_secondary_user bool,
    _fivetran_synced ts
ticket: id int, _fivetran_deleted bool, is_deleted bool, property_closed_date ts,
    property_createdate ts, property_first_agent_reply_date ts, property_hs_pipeline str,
    property_hs_pipeline_stage str, property_hs_ticket_category str,
    property_hs_ticket_priority str, property_hubspot_owner_id int, property_subject str,
    property_content str, _fivetran_synced ts
ticket_company: ticket_id int, company_id int, category str, _fivetran_synced ts
ticket_contact: ticket_id int, contact_id int, category str, _fivetran_synced ts
ticket_deal: ticket_id int, deal_id int, category str, _fivetran_synced ts
ticket_engagement: ticket_id int, engagement_id int, category str, _fivetran_synced ts
ticket_pipeline: _fivetran_deleted bool, active bool, display_order int, label str,
    object_type_id str, pipeline_id str, created_at ts, updated_at ts, _fivetran_synced ts
ticket_pipeline_stage: _fivetran_deleted bool, active bool, display_order int, is_closed bool,
    label str, pipeline_id str, stage_id str, ticket_state str, created_at ts, updated_at ts,
    _fivetran_synced ts
ticket_property_history: _fivetran_start ts, _fivetran_end ts, ticket_id int, name str,
    source str, source_id str, timestamp_instant ts, value str, _fivetran_synced ts
users: _fivetran_deleted bool, id str, primary_team_id int, role_id int, email str,
    first_name str, last_name str, _fivetran_synced ts
"""
