-- A share above one of a cohort, or below nothing, is a
-- rate that no reader would believe again.
{{ config(meta={'owner': 'data_engineering'}) }}

with

conversions as (

    select * from {{ ref('pillar_conversion') }}

),

broken as (

    select * from conversions
    where
        least(entered, converted, numerator, denominator, immature) < 0
        or (entered = 0 and converted = 0)
        or (mode <> 'period' and numerator > denominator)
        or (mode <> 'period' and (median_days is null) <> (numerator = 0))
        or median_days < 0

)

select * from broken
