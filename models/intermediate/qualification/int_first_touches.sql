with

hand_offs as (

    select * from {{ ref('int_hand_offs') }}

),

person_activities as (

    select * from {{ ref('int_person_activities') }}

),

activities as (

    select * from {{ ref('activities') }}

),

human_touches as (

    select
        person_activities.person_key,
        person_activities.occurred_at
    from person_activities
    inner join activities
        on person_activities.activity = activities.activity
    where activities.is_human_touch and not person_activities.is_automatic

),

first_touches as (

    select
        hand_offs.person_key,
        hand_offs.cycle_no,
        min(human_touches.occurred_at) as first_human_touch_at
    from hand_offs
    inner join human_touches
        on
            hand_offs.person_key = human_touches.person_key
            and hand_offs.handed_off_at <= human_touches.occurred_at
    group by hand_offs.person_key, hand_offs.cycle_no

)

select * from first_touches
