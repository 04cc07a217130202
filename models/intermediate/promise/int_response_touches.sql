with

hand_offs as (

    select * from {{ ref('int_hand_offs') }}

),

human_touches as (

    select * from {{ ref('int_human_touches') }}

),

-- Whoever spoke with the lead before it was handed over has answered it.
touches as (

    select
        hand_offs.person_key,
        hand_offs.cycle_no,
        min(human_touches.occurred_at) as first_human_touch_at,
        count(*) filter (
            where human_touches.occurred_at >= hand_offs.handed_off_at
            and human_touches.occurred_at
            < hand_offs.handed_off_at + interval 7 day
        ) as touches_7_days
    from hand_offs
    inner join human_touches
        on
            hand_offs.person_key = human_touches.person_key
            and hand_offs.cycle_no = human_touches.cycle_no
    group by hand_offs.person_key, hand_offs.cycle_no

)

select * from touches
