{{ config(materialized="table") }}

{{ rejected_rows('facebook_ads', 'account_history') }}

union all

{{ rejected_rows('facebook_ads', 'ad_history') }}

union all

{{ rejected_rows('facebook_ads', 'ad_set_history') }}

union all

{{ rejected_rows('facebook_ads', 'basic_ad') }}

union all

{{ rejected_rows('facebook_ads', 'basic_ad_action_values') }}

union all

{{ rejected_rows('facebook_ads', 'basic_ad_actions') }}

union all

{{ rejected_rows('facebook_ads', 'campaign_history') }}

union all

{{ rejected_rows('facebook_ads', 'creative_history') }}

union all

{{ rejected_rows('facebook_ads', 'demographics_country') }}

union all

{{ rejected_rows('facebook_ads', 'demographics_country_actions') }}

union all

{{ rejected_rows('facebook_ads', 'demographics_region') }}

union all

{{ rejected_rows('facebook_ads', 'demographics_region_actions') }}
