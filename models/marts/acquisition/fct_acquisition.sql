with

occurrences as (

    select * from {{ ref('int_qualification_occurrences') }}

),

hand_offs as (

    select * from {{ ref('int_hand_offs') }}

),

people as (

    select * from {{ ref('int_people') }}

),

signals as (

    select * from {{ ref('int_signals') }}

),

verdicts as (

    select
        person_key,
        cycle_no,
        case
            when activity = 'lead_accepted' then 'accepted'
            else 'rejected'
        end as sales_verdict,
        occurred_at as verdict_at,
        detail as rejection_reason
    from signals
    where activity in ('lead_accepted', 'lead_rejected')
    qualify
        row_number() over (
            partition by person_key, cycle_no
            order by occurred_at, activity_key
        ) = 1

),

acquisition as (

    select
        occurrences.acquisition_key,
        occurrences.person_key,
        people.account_key,
        cast(occurrences.cycle_no as integer) as cycle_no,
        occurrences.cycle_no > 1 as is_reentry,
        occurrences.qualified_at,
        {{ business_date('occurrences.qualified_at') }} as qualified_on,
        occurrences.known_at,
        occurrences.agreement_version,
        occurrences.rule_id,
        occurrences.qualification_path,
        occurrences.qualifying_activity,
        occurrences.qualifying_detail,
        people.source_channel,
        people.source_detail,
        hand_offs.handed_off_at,
        hand_offs.handed_off_to,
        coalesce(verdicts.sales_verdict, 'pending') as sales_verdict,
        verdicts.verdict_at,
        case
            when verdicts.sales_verdict = 'rejected'
                then verdicts.rejection_reason
        end as rejection_reason
    from occurrences
    inner join people on occurrences.person_key = people.person_key
    left join hand_offs
        on occurrences.acquisition_key = hand_offs.acquisition_key
    left join verdicts
        on
            occurrences.person_key = verdicts.person_key
            and occurrences.cycle_no = verdicts.cycle_no

)

select * from acquisition
