"""The columns of Facebook Ads as Fivetran lands them: one line a table, `name type` a column."""

TABLES = """
account_history: id int, name str, account_status str, business_country_code str,
    created_time ts, currency str, timezone_name str, timezone_offset_hours_utc float,
    business_state str, min_daily_budget int, _fivetran_synced ts
ad_history: updated_time ts, id int, name str, account_id int, ad_set_id int, campaign_id int,
    creative_id int, conversion_domain str, _fivetran_synced ts
ad_set_history: updated_time ts, id int, name str, account_id int, campaign_id int,
    start_time ts, end_time ts, bid_strategy str, daily_budget int, budget_remaining int,
    status str, optimization_goal str, _fivetran_synced ts
basic_ad: ad_id str, ad_name str, adset_name str, date date, account_id int, impressions int,
    inline_link_clicks int, spend float, reach int, frequency float, _fivetran_synced ts
basic_ad_action_values: _fivetran_id str, action_type str, ad_id str, date date, index int,
    value float, _fivetran_synced ts
basic_ad_actions: _fivetran_id str, action_type str, ad_id str, date date, index int,
    value float, _fivetran_synced ts
campaign_history: updated_time ts, created_time ts, account_id int, id int, name str,
    start_time ts, stop_time ts, status str, daily_budget int, lifetime_budget int,
    budget_remaining float, _fivetran_synced ts
creative_history: _fivetran_id str, id int, account_id int, name str, page_link str,
    template_page_link str, url_tags str, asset_feed_spec_link_urls str,
    object_story_link_data_child_attachments str, object_story_link_data_caption str,
    object_story_link_data_description str, object_story_link_data_link str,
    object_story_link_data_message str, template_app_link_spec_android str,
    template_app_link_spec_ios str, template_app_link_spec_ipad str,
    template_app_link_spec_iphone str, _fivetran_synced ts
demographics_country: _fivetran_id str, account_id str, country str, date date, frequency float,
    impressions int, inline_link_clicks int, reach int, spend float, _fivetran_synced ts
demographics_country_actions: _fivetran_id str, account_id str, action_type str, date date,
    index int, value float, _fivetran_synced ts
demographics_region: _fivetran_id str, account_id str, date date, frequency float,
    impressions int, inline_link_clicks int, reach int, region str, spend float,
    _fivetran_synced ts
demographics_region_actions: _fivetran_id str, account_id str, action_type str, date date,
    index int, value float, _fivetran_synced ts
"""
