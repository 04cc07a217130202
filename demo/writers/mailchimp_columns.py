"""The columns of Mailchimp as Fivetran lands them: one line a table, `name type` a column."""

TABLES = """
automation: _fivetran_deleted bool, create_time ts, id str, list_id str, segment_id int,
    segment_text str, start_time ts, status str, title str, trigger_settings str,
    _fivetran_synced ts
automation_email: _fivetran_deleted bool, archive_url str, authenticate bool, auto_footer bool,
    auto_tweet bool, automation_id str, clicktale str, content_type str, create_time ts,
    delay_action str, delay_action_description str, delay_amount int, delay_direction str,
    delay_full_description str, delay_type str, drag_and_drop bool, fb_comments bool,
    folder_id str, from_name str, google_analytics str, id str, inline_css bool, position int,
    reply_to str, send_time ts, start_time ts, status str, subject_line str, template_id int,
    timewarp str, title str, to_name str, track_ecomm_360 bool, track_goals bool,
    track_html_clicks bool, track_opens bool, track_text_clicks bool, use_conversation str,
    _fivetran_synced ts
automation_recipient: automation_email_id str, list_id str, member_id str, _fivetran_synced ts
automation_recipient_activity: action str, automation_email_id str, bounce_type str, ip str,
    list_id str, member_id str, timestamp ts, url str, _fivetran_synced ts
campaign: _fivetran_deleted bool, archive_url str, authenticate bool, auto_footer bool,
    auto_tweet bool, clicktale str, content_type str, create_time ts, drag_and_drop bool,
    fb_comments bool, folder_id str, from_name str, google_analytics str, id str,
    inline_css bool, list_id str, long_archive_url str, reply_to str, segment_id int,
    segment_text str, send_time ts, status str, subject_line str, template_id int,
    test_size int, timewarp bool, title str, to_name str, track_ecomm_360 bool,
    track_goals bool, track_html_clicks bool, track_opens bool, track_text_clicks bool,
    type str, use_conversation bool, wait_time int, winner_criteria str,
    winning_campaign_id str, winning_combination_id str, _fivetran_synced ts
campaign_recipient: campaign_id str, combination_id str, list_id str, member_id str,
    _fivetran_synced ts
campaign_recipient_activity: action str, bounce_type str, campaign_id str, combination_id str,
    ip str, list_id str, member_id str, timestamp ts, url str, _fivetran_synced ts
list: _fivetran_deleted bool, beamer_address str, contact_address_1 str, contact_address_2 str,
    contact_city str, contact_company str, contact_country str, contact_state str,
    contact_zip str, date_created ts, default_from_email str, default_from_name str,
    default_language str, default_subject str, email_type_option bool, id str,
    list_rating float, name str, notify_on_subscribe str, notify_on_unsubscribe str,
    permission_reminder str, subscribe_url_long str, subscribe_url_short str,
    use_archive_bar bool, visibility str, _fivetran_synced ts
member: country_code str, dstoff float, email_address str, email_client str, email_type str,
    gmtoff float, id str, ip_opt str, ip_signup str, language str, last_changed ts,
    latitude float, list_id str, longitude float, member_rating int, status str,
    timestamp_opt ts, timestamp_signup ts, timezone str, unique_email_id str, vip bool,
    _fivetran_synced ts
segment: _fivetran_deleted bool, created_at ts, id int, list_id str, member_count int, name str,
    type str, updated_at ts, _fivetran_synced ts
segment_member: _fivetran_deleted bool, list_id str, member_id str, segment_id int,
    _fivetran_synced ts
unsubscribe: campaign_id str, list_id str, member_id str, reason str, timestamp ts,
    _fivetran_synced ts
"""
