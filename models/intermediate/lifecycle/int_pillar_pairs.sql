with

windows as (

    select * from {{ ref('conversion_windows') }}

),

stages as (

    select * from {{ ref('lifecycle_stages') }}

),

pillars as (

    select
        application_id,
        pillar,
        min(stage_order) as pillar_order
    from stages
    where not is_terminal
    group by application_id, pillar

),

pairs as (

    select
        windows.application_id,
        windows.from_pillar,
        windows.to_pillar,
        windows.window_days,
        to_pillars.pillar_order > from_pillars.pillar_order as is_within_cycle
    from windows
    inner join pillars as from_pillars
        on
            windows.application_id = from_pillars.application_id
            and windows.from_pillar = from_pillars.pillar
    inner join pillars as to_pillars
        on
            windows.application_id = to_pillars.application_id
            and windows.to_pillar = to_pillars.pillar

)

select * from pairs
