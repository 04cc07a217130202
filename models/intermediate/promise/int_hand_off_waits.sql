with

hand_offs as (

    select * from {{ ref('int_hand_offs') }}

),

people as (

    select * from {{ ref('int_people') }}

),

touches as (

    select * from {{ ref('int_response_touches') }}

),

cycle_ends as (

    select * from {{ ref('int_cycle_ends') }}

),

waits as (

    select
        hand_offs.person_key,
        hand_offs.cycle_no,
        people.source_channel,
        hand_offs.handed_off_week,
        least(
            touches.first_human_touch_at, min(cycle_ends.ended_at)
        ) as waited_until
    from hand_offs
    inner join people on hand_offs.person_key = people.person_key
    left join touches
        on
            hand_offs.person_key = touches.person_key
            and hand_offs.cycle_no = touches.cycle_no
    left join cycle_ends
        on
            cycle_ends.subject_type = 'person'
            and hand_offs.person_key = cycle_ends.subject_key
            and hand_offs.handed_off_at <= cycle_ends.ended_at
    group by
        hand_offs.person_key,
        hand_offs.cycle_no,
        people.source_channel,
        hand_offs.handed_off_week,
        touches.first_human_touch_at

),

in_weeks as (

    select
        person_key,
        cycle_no,
        source_channel,
        handed_off_week,
        cast(
            date_trunc('week', {{ business_date('waited_until') }}) as date
        ) as waited_until_week
    from waits

)

select * from in_weeks
