{#
    Cycles are counted first, then regressions, then the time spent in a stage.
    A move whose condition depends on a later one of these would be judged too
    early, and some stays would be wrong.
#}
{{ config(meta={'owner': 'data_engineering'}) }}

with

moves as (

    select * from {{ ref('lifecycle_moves') }}

),

stages as (

    select * from {{ ref('lifecycle_stages') }}

),

timed as (

    select
        moves.application_id,
        moves.subject_type,
        moves.from_stage,
        moves.stage,
        from_stages.stage_order as from_order
    from moves
    inner join stages as from_stages
        on
            moves.application_id = from_stages.application_id
            and moves.from_stage = from_stages.stage
    where moves.event = 'time_passed'

),

conditions_of_ends as (

    select
        moves.application_id,
        moves.subject_type,
        count(distinct moves.from_stage) as conditions,
        max(stages.stage_order) as from_order
    from moves
    inner join stages
        on
            moves.application_id = stages.application_id
            and moves.from_stage = stages.stage
    where moves.kind = 'end'
    group by moves.application_id, moves.subject_type

),

findings as (

    select
        application_id,
        subject_type,
        'its ends ask for different stages: let them ask for one.' as finding
    from conditions_of_ends
    where conditions > 1

    union all

    select
        timed.application_id,
        timed.subject_type,
        'an end asks for a stage that time may lead to: let it ask for '
        || timed.from_stage || ' at most.' as finding
    from timed
    inner join conditions_of_ends
        on
            timed.application_id = conditions_of_ends.application_id
            and timed.subject_type = conditions_of_ends.subject_type
            and timed.from_order < conditions_of_ends.from_order

    union all

    select
        timed.application_id,
        timed.subject_type,
        'time leads from ' || timed.from_stage
        || ', which time itself leads to: let an event lead there.' as finding
    from timed
    inner join timed as earlier
        on
            timed.application_id = earlier.application_id
            and timed.subject_type = earlier.subject_type
            and timed.from_stage = earlier.stage

    union all

    select
        timed.application_id,
        timed.subject_type,
        'both time and a regression move: keep one of them.' as finding
    from timed
    inner join moves
        on
            timed.application_id = moves.application_id
            and timed.subject_type = moves.subject_type
    where moves.kind = 'regress'

)

select * from findings
