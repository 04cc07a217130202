{#
    A target set on a metric that nothing computes is a promise that nobody can
    check, and its pillar stays without a verdict.
#}
{{ config(meta={'owner': 'marketing'}) }}

with

pillar_metrics as (

    select * from {{ ref('pillar_metrics') }}

),

metrics as (

    select * from {{ ref('metrics') }}

),

findings as (

    select
        pillar_metrics.application_id,
        pillar_metrics.pillar,
        pillar_metrics.metric,
        'pillar_metrics.csv: metric ' || pillar_metrics.metric || ' of '
        || pillar_metrics.pillar
        || ' is unknown: name one of seeds/reference/metrics.csv,'
        || ' with its pillar.' as finding
    from pillar_metrics
    left join metrics
        on
            pillar_metrics.metric = metrics.metric
            and pillar_metrics.pillar = metrics.pillar
    where metrics.metric is null

)

select * from findings
