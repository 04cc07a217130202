{{ config(materialized="table") }}

{{ rejected_rows('google_ads', 'account_history') }}

union all

{{ rejected_rows('google_ads', 'account_stats') }}

union all

{{ rejected_rows('google_ads', 'ad_group_criterion_history') }}

union all

{{ rejected_rows('google_ads', 'ad_group_history') }}

union all

{{ rejected_rows('google_ads', 'ad_group_stats') }}

union all

{{ rejected_rows('google_ads', 'ad_history') }}

union all

{{ rejected_rows('google_ads', 'ad_stats') }}

union all

{{ rejected_rows('google_ads', 'campaign_history') }}

union all

{{ rejected_rows('google_ads', 'campaign_stats') }}

union all

{{ rejected_rows('google_ads', 'keyword_stats') }}

union all

{{ rejected_rows('google_ads', 'search_term_keyword_stats') }}
