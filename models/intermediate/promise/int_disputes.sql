with

hand_offs as (

    select * from {{ ref('int_hand_offs') }}

),

verdicts as (

    select * from {{ ref('int_sales_verdicts') }}

),

-- Whether the rejection came in time is for each promise to say.
disputes as (

    select
        hand_offs.person_key,
        hand_offs.cycle_no,
        hand_offs.handed_off_at,
        verdicts.verdict_at as rejected_at,
        cast(
            date_trunc(
                'week', {{ business_date('verdicts.verdict_at') }}
            ) as date
        ) as rejected_week
    from hand_offs
    inner join verdicts
        on
            hand_offs.person_key = verdicts.person_key
            and hand_offs.cycle_no = verdicts.cycle_no
            and hand_offs.handed_off_at <= verdicts.verdict_at
    where
        hand_offs.counts_toward_promise and verdicts.sales_verdict = 'rejected'

)

select * from disputes
