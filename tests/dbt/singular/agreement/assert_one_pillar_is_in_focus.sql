{#
    Teams that work on two pillars at once cannot say which of them moved the
    number; a pillar without a status is watched by nobody.
#}
{{ config(meta={'owner': 'marketing'}) }}

with

pillar_focus as (

    select
        *,
        coalesce(valid_to, date '9999-12-31') as ends_on
    from {{ ref('pillar_focus') }}

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
    from pillar_focus
    group by application_id

),

-- What is in force changes on these days alone.
days_of_change as (

    select
        application_id,
        valid_from as day_on
    from pillar_focus
    union
    select
        pillar_focus.application_id,
        pillar_focus.ends_on as day_on
    from pillar_focus
    inner join applications
        on
            pillar_focus.application_id = applications.application_id
            and pillar_focus.ends_on < applications.ends_on

),

in_focus as (

    select
        days_of_change.application_id,
        days_of_change.day_on,
        count(*) as pillars_in_focus
    from days_of_change
    inner join pillar_focus
        on
            days_of_change.application_id = pillar_focus.application_id
            and days_of_change.day_on >= pillar_focus.valid_from
            and days_of_change.day_on < pillar_focus.ends_on
    where pillar_focus.status = 'focus'
    group by days_of_change.application_id, days_of_change.day_on

),

without_status as (

    select
        days_of_change.application_id,
        days_of_change.day_on,
        pillars.pillar
    from days_of_change
    cross join pillars
    left join pillar_focus
        on
            days_of_change.application_id = pillar_focus.application_id
            and pillars.pillar = pillar_focus.pillar
            and days_of_change.day_on >= pillar_focus.valid_from
            and days_of_change.day_on < pillar_focus.ends_on
    where pillar_focus.status is null

),

findings as (

    select
        'pillar_focus.csv: ' || pillars_in_focus || ' pillars of application '
        || application_id || ' are in focus on ' || day_on
        || ': keep one.' as finding
    from in_focus
    where pillars_in_focus > 1

    union all

    select
        'pillar_focus.csv: ' || pillar || ' of application ' || application_id
        || ' has no status on ' || day_on || ': add a row.' as finding
    from without_status

)

select * from findings
