{#
    An application that is not listed has no name for its readers, and a pair of
    pillars without a window is missing from every conversion.
#}
{{ config(meta={'owner': 'data_engineering'}) }}

with

applications as (

    select * from {{ ref('applications') }}

),

stages as (

    select * from {{ ref('lifecycle_stages') }}

),

moves as (

    select * from {{ ref('lifecycle_moves') }}

),

windows as (

    select * from {{ ref('conversion_windows') }}

),

pillars as (

    select distinct
        application_id,
        pillar
    from stages
    where not is_terminal

),

named as (

    select application_id from stages

    union

    select application_id from moves

    union

    select application_id from windows

),

pairs as (

    select
        from_pillars.application_id,
        from_pillars.pillar as from_pillar,
        to_pillars.pillar as to_pillar
    from pillars as from_pillars
    inner join pillars as to_pillars
        on
            from_pillars.application_id = to_pillars.application_id
            and from_pillars.pillar <> to_pillars.pillar

),

findings as (

    select
        named.application_id,
        'applications.csv: ' || named.application_id
        || ' is missing: give it a row.' as finding
    from named
    left join applications
        on named.application_id = applications.application_id
    where applications.application_id is null

    union all

    select
        coalesce(pairs.application_id, windows.application_id)
            as application_id,
        'conversion_windows.csv: '
        || coalesce(pairs.application_id, windows.application_id) || ' from '
        || coalesce(pairs.from_pillar, windows.from_pillar) || ' to '
        || coalesce(pairs.to_pillar, windows.to_pillar)
        || ' must be a pair of its pillars with window_days of at least 1.'
            as finding
    from pairs
    full outer join windows
        on
            pairs.application_id = windows.application_id
            and pairs.from_pillar = windows.from_pillar
            and pairs.to_pillar = windows.to_pillar
    where
        pairs.application_id is null
        or windows.application_id is null
        or coalesce(windows.window_days, 0) < 1

)

select * from findings
