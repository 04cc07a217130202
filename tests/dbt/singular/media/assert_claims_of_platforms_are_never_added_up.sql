-- Each platform claims the same sale: a total over platforms
-- counts it twice.
{{ config(meta={'owner': 'marketing'}) }}

with

kpi as (

    select * from {{ ref('kpi') }}

),

totals as (

    select
        period_start,
        segment_type,
        segment_value,
        numerator
    from kpi
    where
        metric = 'platform_claimed_conversions'
        and segment_type <> 'platform'

)

select * from totals
