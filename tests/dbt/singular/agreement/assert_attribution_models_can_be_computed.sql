-- A model that nobody knows would give no credit, and a half-life of a few
-- hours more digits than a number holds.
{{ config(meta={'owner': 'marketing'}) }}

with

models as (

    select * from {{ ref('attribution_models') }}

),

windows as (

    select * from {{ ref('attribution_windows') }}

),

findings as (

    select
        'attribution_models.csv: model ' || model
        || ' is unknown: name one of docs/kpi_definitions.md.' as finding
    from models
    where
        model not in (
            'first_touch', 'last_touch', 'last_non_direct', 'linear',
            'position', 'time_decay', 'first_qualifying_touch'
        )

    union all

    select
        'attribution_models.csv: half_life_days of ' || model
        || ': time_decay, and no other model, needs a number of days.'
            as finding
    from models
    where
        (model = 'time_decay') <> coalesce(half_life_days > 0, false)
        or (model <> 'time_decay' and half_life_days is not null)

    union all

    select
        'attribution_windows.csv: conversion ' || conversion
        || ' is unknown: name qualified_lead or first_sale.' as finding
    from windows
    where conversion not in ('qualified_lead', 'first_sale')

    union all

    select
        'attribution_windows.csv: window_days of ' || conversion
        || ' must be at least 1.' as finding
    from windows
    where coalesce(window_days, 0) < 1

    union all

    select
        'attribution_models.csv: half_life_days of ' || models.model
        || ' fits more than 40 times into the window of '
        || windows.conversion || ': lengthen it.' as finding
    from models
    cross join windows
    where windows.window_days > models.half_life_days * 40

)

select * from findings
