{{ config(materialized="table") }}

{{ rejected_rows('files', 'contacts') }}
union all
{{ rejected_rows('files', 'companies') }}
union all
{{ rejected_rows('files', 'deals') }}
union all
{{ rejected_rows('files', 'activities') }}
union all
{{ rejected_rows('files', 'web_events') }}
union all
{{ rejected_rows('files', 'product_events') }}
union all
{{ rejected_rows('files', 'sales_feedback') }}
union all
{{ rejected_rows('files', 'attribute_values') }}
union all
{{ rejected_rows('files', 'erasure_requests') }}
union all
{{ rejected_rows('files', 'contracts') }}
union all
{{ rejected_rows('files', 'contract_pauses') }}
union all
{{ rejected_rows('files', 'invoices') }}
union all
{{ rejected_rows('files', 'costs') }}
union all
{{ rejected_rows('files', 'campaign_codes') }}
union all
{{ rejected_rows('files', 'survey_responses') }}
union all
{{ rejected_rows('files', 'referral_invitations') }}
union all
{{ rejected_rows('files', 'reviews') }}
union all
{{ rejected_rows('files', 'social_accounts') }}
union all
{{ rejected_rows('files', 'exchange_rates') }}
union all
{{ rejected_rows('files', 'calendar') }}
