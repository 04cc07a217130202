with

hand_offs as (

    select * from {{ ref('int_hand_offs') }}

),

person_activities as (

    select * from {{ ref('int_person_activities') }}

),

verdicts as (

    select
        person_key,
        occurred_at as given_at
    from person_activities
    where source_system = 'files' and source_table = 'sales_feedback'

),

-- What sales said of the person before has nothing to do with this hand-off.
first_verdicts as (

    select
        hand_offs.person_key,
        hand_offs.cycle_no,
        hand_offs.handed_off_week,
        min(verdicts.given_at) as feedback_at
    from hand_offs
    inner join verdicts
        on
            hand_offs.person_key = verdicts.person_key
            and hand_offs.handed_off_at <= verdicts.given_at
    group by
        hand_offs.person_key,
        hand_offs.cycle_no,
        hand_offs.handed_off_week

),

feedback as (

    select
        person_key,
        cycle_no,
        feedback_at,
        {{ business_date('feedback_at') }} < handed_off_week + 14 as is_timely
    from first_verdicts

)

select * from feedback
