{#
    A move that names what is not there, or that asks for what its event does
    not have, moves nobody, and its application stands still without a word.
#}
{{ config(meta={'owner': 'data_engineering'}) }}

with

moves as (

    select * from {{ ref('lifecycle_moves') }}

),

stages as (

    select * from {{ ref('lifecycle_stages') }}

),

activities as (

    select * from {{ ref('activities') }}

),

placed as (

    select
        moves.*,
        stages.is_terminal,
        activities.activity is not null as is_activity,
        touches.activity is not null as is_touch,
        from_stages.stage_order as from_order
    from moves
    left join activities on moves.event = activities.activity
    left join activities as touches
        on
            moves.last_touch_activity = touches.activity
            and touches.direction = 'inbound'
            and touches.family in ('email', 'web', 'form')
    left join stages
        on
            moves.application_id = stages.application_id
            and moves.stage = stages.stage
    left join stages as from_stages
        on
            moves.application_id = from_stages.application_id
            and moves.from_stage = from_stages.stage

),

judged as (

    select
        *,
        case
            when coalesce(subject_type, '') not in ('person', 'account')
                then 'subject_type must be person or account'
            when coalesce(kind, '') not in ('advance', 'regress', 'end')
                then 'kind must be advance, regress or end'
            when is_terminal is null
                then 'stage must be one of lifecycle_stages.csv'
            when (kind = 'end') <> is_terminal
                then 'end alone leads to a terminal stage'
            when
                event not in (
                    'first_seen', 'qualified', 'deal_created', 'deal_won',
                    'further_deal_won', 'recommended', 'cycle_lost',
                    'cycle_recycled', 'cycle_churned', 'cycle_erased',
                    'time_passed'
                )
                and not is_activity
                then 'event must be a known one or one of activities.csv'
            when detail_contains is not null and not is_activity
                then 'detail_contains needs an activity'
            when
                last_touch_activity is not null
                and event not in (
                    'deal_created', 'deal_won', 'further_deal_won'
                )
                then 'last_touch_activity needs a deal'
            when last_touch_activity is not null and not is_touch
                then 'last_touch_activity must be inbound: e-mail, web or form'
            when from_stage is not null and coalesce(from_order, 0) < 1
                then 'from_stage must be a stage on the way'
            when kind = 'regress' and from_stage is null
                then 'regress needs from_stage'
            when event = 'time_passed' and kind <> 'advance'
                then 'time_passed can only advance'
            when event = 'time_passed' and from_stage is null
                then 'time_passed needs from_stage'
            when event = 'time_passed' and coalesce(after_days, 0) < 1
                then 'time_passed needs after_days, at least 1'
            when event <> 'time_passed' and after_days is not null
                then 'after_days needs time_passed'
            when
                kind = 'advance'
                and event <> 'time_passed'
                and from_stage is not null
                then 'advance asks for no from_stage'
        end as reason
    from placed

),

findings as (

    select
        application_id,
        subject_type,
        move_no,
        'lifecycle_moves.csv: move ' || move_no || ' of ' || subject_type
        || ' in ' || application_id || ': ' || reason || '.' as finding
    from judged
    where reason is not null

)

select * from findings
