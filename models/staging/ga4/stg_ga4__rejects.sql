{{ config(materialized="table") }}

{{ rejected_rows('ga4', 'events') }}
