{#
    With two primary metrics a pillar can always be shown to do well by one of
    them; with none, nobody answers for it.
#}
{{ config(meta={'owner': 'marketing'}) }}

with

metrics as (

    select
        *,
        coalesce(valid_to, cast('9999-12-31' as date)) as ends_on
    from {{ ref('pillar_metrics') }}

),

pillars as (

    select distinct pillar
    from {{ ref('lifecycle_stages') }}

),

applications as (

    select
        application_id,
        min(valid_from) as starts_on,
        max(ends_on) as ends_on
    from metrics
    group by application_id

),

-- What is in force changes on these days alone.
days_of_change as (

    select
        application_id,
        valid_from as day_on
    from metrics
    union
    select
        application_id,
        ends_on as day_on
    from metrics

),

instants as (

    select
        applications.application_id,
        pillars.pillar,
        days_of_change.day_on
    from applications
    cross join pillars
    inner join days_of_change
        on
            applications.application_id = days_of_change.application_id
            and applications.ends_on > days_of_change.day_on

),

counted as (

    select
        instants.application_id,
        instants.pillar,
        instants.day_on,
        count(metrics.metric) as primary_metrics
    from instants
    left join metrics
        on
            instants.application_id = metrics.application_id
            and instants.pillar = metrics.pillar
            and instants.day_on >= metrics.valid_from
            and instants.day_on < metrics.ends_on
            and metrics.is_primary
    group by instants.application_id, instants.pillar, instants.day_on

),

findings as (

    select
        *,
        'pillar_metrics.csv: ' || pillar || ' of application ' || application_id
        || ' has ' || primary_metrics || ' primary metrics on ' || day_on
        || ': make it one.' as finding
    from counted
    where primary_metrics <> 1

)

select * from findings
