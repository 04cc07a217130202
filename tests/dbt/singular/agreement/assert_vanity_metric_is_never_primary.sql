{#
    A pillar judged by a number that grows while the business does not is
    congratulated on its way down.
#}
{{ config(meta={'owner': 'marketing'}) }}

with

metrics as (

    select * from {{ ref('pillar_metrics') }}

),

findings as (

    select
        application_id,
        pillar,
        metric,
        'pillar_metrics.csv: ' || metric || ', primary metric of ' || pillar
        || ' of application ' || application_id
        || ', is a vanity metric: choose another.' as finding
    from metrics
    where is_primary and is_vanity

)

select * from findings
