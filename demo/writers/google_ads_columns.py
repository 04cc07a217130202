"""The columns of Google Ads as Fivetran lands them: one line a table, `name type` a column."""

TABLES = """
account_history: auto_tagging_enabled bool, currency_code str, descriptive_name str, id int,
    time_zone str, updated_at ts, _fivetran_active bool, _fivetran_synced ts
account_stats: _fivetran_id str, ad_network_type str, clicks int, cost_micros int,
    customer_id int, date date, device str, impressions int, conversions int,
    conversions_value int, view_through_conversions int, _fivetran_synced ts
ad_group_criterion_history: id int, ad_group_id int, base_campaign_id int, updated_at ts,
    type str, status str, keyword_match_type str, keyword_text str, _fivetran_active bool,
    _fivetran_synced ts
ad_group_history: campaign_id int, campaign_name str, id int, name str, status str, type str,
    updated_at ts, _fivetran_active bool, _fivetran_synced ts
ad_group_stats: _fivetran_id str, ad_network_type str, campaign_id int, clicks int,
    cost_micros int, customer_id int, date date, device str, id int, impressions int,
    conversions int, conversions_value int, view_through_conversions int, _fivetran_synced ts
ad_history: ad_group_id int, display_url str, final_urls str, id int, name str, status str,
    type str, updated_at ts, _fivetran_active bool, _fivetran_synced ts
ad_stats: ad_group str, ad_group_id str, ad_id int, ad_network_type str, campaign_id int,
    clicks int, cost_micros int, customer_id int, date date, device str, impressions int,
    keyword_ad_group_criterion str, conversions int, conversions_value int,
    view_through_conversions int, _fivetran_synced ts
campaign_history: advertising_channel_subtype str, advertising_channel_type str,
    customer_id int, end_date str, id int, name str, serving_status str, start_date str,
    status str, tracking_url_template str, updated_at ts, _fivetran_active bool,
    _fivetran_synced ts
campaign_stats: _fivetran_id str, ad_network_type str, clicks int, cost_micros int,
    customer_id int, date date, device str, id int, impressions int, conversions int,
    conversions_value int, view_through_conversions int, _fivetran_synced ts
keyword_stats: _fivetran_id str, ad_group_criterion_criterion_id int, ad_group_id int,
    ad_network_type str, campaign_id int, clicks int, cost_micros int, customer_id int,
    date date, device str, impressions int, conversions int, conversions_value int,
    view_through_conversions int, _fivetran_synced ts
search_term_keyword_stats: _fivetran_id str, ad_group_id int, campaign_id int, clicks int,
    conversions float, conversions_value float, cost_micros int, customer_id int, date date,
    impressions int, info_text str, keyword_ad_group_criterion str, search_term str,
    search_term_match_type str, status str, view_through_conversions int, _fivetran_synced ts
"""
