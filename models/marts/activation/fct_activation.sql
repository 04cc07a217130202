with

acquisition as (

    select * from {{ ref('fct_acquisition') }}

),

hand_offs as (

    select * from {{ ref('int_hand_offs') }}

),

deal_of_cycle as (

    select * from {{ ref('int_cycle_deals') }}

),

response_times as (

    select * from {{ ref('int_response_times') }}

),

people as (

    select * from {{ ref('int_people') }}

),

passes as (

    select * from {{ ref('int_passes') }}

),

feedback as (

    select * from {{ ref('int_hand_off_feedback') }}

),

activation as (

    select
        {{ surrogate_key(['passes.person_key', 'passes.cycle_no']) }}
            as activation_key,
        acquisition.acquisition_key,
        passes.person_key,
        people.account_key,
        cast(passes.cycle_no as integer) as cycle_no,
        people.source_channel,
        coalesce(acquisition.origin_team, 'sales') as origin_team,
        acquisition.qualified_at,
        acquisition.qualified_on,
        acquisition.agreement_version,
        hand_offs.handed_off_at,
        {{ business_date('hand_offs.handed_off_at') }} as handed_off_on,
        hand_offs.handed_off_week,
        hand_offs.handed_off_to,
        hand_offs.is_conforming,
        feedback.feedback_at,
        coalesce(feedback.is_timely, false) as has_timely_feedback,
        response_times.system_delay_seconds,
        response_times.agreement_version as sla_agreement_version,
        response_times.policy_id as sla_policy_id,
        response_times.due_at as sla_due_at,
        response_times.sla_status,
        response_times.first_human_touch_at,
        response_times.was_touched_before_hand_off,
        response_times.response_seconds,
        response_times.response_business_seconds,
        response_times.touches_7_days,
        deal_of_cycle.deal_key,
        deal_of_cycle.created_at as deal_created_at,
        coalesce(deal_of_cycle.outcome, 'no_deal') as outcome,
        deal_of_cycle.reason,
        deal_of_cycle.closed_at,
        deal_of_cycle.closed_on,
        case
            when deal_of_cycle.outcome = 'won'
                then cast(
                    deal_of_cycle.closed_on - acquisition.qualified_on
                    as integer
                )
        end as days_to_activation,
        deal_of_cycle.amount as amount_local,
        deal_of_cycle.currency,
        deal_of_cycle.amount_reporting
    from passes
    inner join people on passes.person_key = people.person_key
    left join acquisition
        on
            passes.person_key = acquisition.person_key
            and passes.cycle_no = acquisition.cycle_no
    left join hand_offs
        on
            passes.person_key = hand_offs.person_key
            and passes.cycle_no = hand_offs.cycle_no
    left join feedback
        on
            passes.person_key = feedback.person_key
            and passes.cycle_no = feedback.cycle_no
    left join response_times
        on
            passes.person_key = response_times.person_key
            and passes.cycle_no = response_times.cycle_no
    left join deal_of_cycle
        on
            passes.person_key = deal_of_cycle.person_key
            and passes.cycle_no = deal_of_cycle.cycle_no

)

select * from activation
