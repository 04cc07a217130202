{{ config(materialized="table") }}

with

signals as (

    select * from {{ ref('int_signals') }}

),

occurrences as (

    select * from {{ ref('int_qualification_occurrences') }}

),

-- Passing a lead from one salesperson to another is not a second hand-off.
first_hand_offs as (

    select
        person_key,
        cycle_no,
        occurred_at as handed_off_at,
        recorded_at,
        detail as handed_off_to
    from signals
    where activity = 'handed_off'
    qualify
        row_number() over (
            partition by person_key, cycle_no
            order by occurred_at, activity_key
        ) = 1

),

judged as (

    select
        first_hand_offs.person_key,
        first_hand_offs.cycle_no,
        first_hand_offs.handed_off_at,
        first_hand_offs.handed_off_to,
        cast(
            date_trunc(
                'week', {{ business_date('first_hand_offs.handed_off_at') }}
            ) as date
        ) as handed_off_week,
        occurrences.acquisition_key,
        occurrences.acquisition_key is not null as is_conforming,
        coalesce(occurrences.origin_team = 'marketing', false)
            as counts_toward_promise
    from first_hand_offs
    left join occurrences
        on
            first_hand_offs.person_key = occurrences.person_key
            and first_hand_offs.cycle_no = occurrences.cycle_no
            and first_hand_offs.handed_off_at >= occurrences.qualified_at

)

select * from judged
