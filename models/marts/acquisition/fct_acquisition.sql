with

occurrences as (

    select * from {{ ref('int_qualification_occurrences') }}

),

hand_offs as (

    select * from {{ ref('int_hand_offs') }}

),

judgements as (

    select * from {{ ref('fct_judgement') }}

),

qualifications as (

    select * from {{ ref('fct_qualification') }}

),

people as (

    select * from {{ ref('int_people') }}

),

verdicts as (

    select * from {{ ref('int_sales_verdicts') }}

),

referred_people as (

    select * from {{ ref('int_referred_people') }}

),

first_beliefs as (

    select
        person_key,
        cycle_no,
        min(believed_from) as first_known_at
    from qualifications
    where stage = 'mql' and not is_imputed
    group by person_key, cycle_no

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
        {{ business_date('people.first_seen_at') }} as first_seen_on,
        case
            when occurrences.cycle_no = 1
                then cast(
                    {{ business_date('occurrences.qualified_at') }}
                    - {{ business_date('people.first_seen_at') }} as integer
                )
        end as days_to_qualification,
        occurrences.known_at,
        first_beliefs.first_known_at < occurrences.known_at as was_corrected,
        occurrences.agreement_version,
        occurrences.rule_id,
        occurrences.qualification_path,
        occurrences.qualifying_activity,
        occurrences.qualifying_detail,
        occurrences.evaluation_key as judgement_key,
        judgements.score_fit,
        judgements.fit_grade,
        judgements.score_engagement,
        judgements.engagement_grade,
        occurrences.origin_team,
        people.source_channel,
        people.source_detail,
        people.source_channel = 'referral'
        or coalesce(
            referred_people.first_accepted_at < occurrences.qualified_at, false
        ) as is_referred,
        hand_offs.handed_off_at,
        {{ business_date('hand_offs.handed_off_at') }} as handed_off_on,
        hand_offs.handed_off_to,
        hand_offs.counts_toward_promise is true as counts_toward_promise,
        coalesce(verdicts.sales_verdict, 'pending') as sales_verdict,
        verdicts.verdict_at,
        verdicts.rejection_reason
    from occurrences
    inner join people on occurrences.person_key = people.person_key
    inner join judgements
        on occurrences.evaluation_key = judgements.judgement_key
    inner join first_beliefs
        on
            occurrences.person_key = first_beliefs.person_key
            and occurrences.cycle_no = first_beliefs.cycle_no
    left join referred_people
        on occurrences.person_key = referred_people.person_key
    left join hand_offs
        on occurrences.acquisition_key = hand_offs.acquisition_key
    left join verdicts
        on
            occurrences.person_key = verdicts.person_key
            and occurrences.cycle_no = verdicts.cycle_no

)

select * from acquisition
