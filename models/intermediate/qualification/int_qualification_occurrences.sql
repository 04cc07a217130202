{{ config(materialized="table") }}

with

beliefs as (

    select * from {{ ref('int_qualification_beliefs') }}

),

signals as (

    select * from {{ ref('int_signals') }}

),

conditions as (

    select * from {{ ref('rule_conditions') }}

),

cycle_deals as (

    select * from {{ ref('int_cycle_deals') }}

),

leads as (

    select * from beliefs
    where stage = 'mql' and believed_to is null

),

-- A lead by its score or by the start of a version
-- may have no activity of its own.
qualifying_activities as (

    select
        leads.qualification_key,
        signals.activity,
        signals.detail,
        signals.campaign,
        signals.person_link_key
    from leads
    inner join conditions
        on
            leads.agreement_version = conditions.agreement_version
            and leads.rule_id = conditions.rule_id
            and conditions.signal_kind = 'activity'
    inner join signals
        on
            leads.person_key = signals.person_key
            and leads.qualified_at = signals.occurred_at
            and conditions.signal = signals.activity
    qualify
        row_number() over (
            partition by leads.qualification_key
            order by signals.activity_key
        ) = 1

),

occurrences as (

    select
        {{ surrogate_key(['leads.person_key', 'leads.cycle_no']) }}
            as acquisition_key,
        leads.evaluation_key,
        leads.person_key,
        leads.cycle_no,
        leads.qualified_at,
        leads.believed_from as known_at,
        leads.agreement_version,
        leads.rule_id,
        leads.qualification_path,
        qualifying_activities.activity as qualifying_activity,
        qualifying_activities.detail as qualifying_detail,
        qualifying_activities.campaign,
        qualifying_activities.person_link_key,
        case
            when cycle_deals.first_created_at < leads.qualified_at
                then 'sales'
            else 'marketing'
        end as origin_team
    from leads
    left join qualifying_activities
        on leads.qualification_key = qualifying_activities.qualification_key
    left join cycle_deals
        on
            leads.person_key = cycle_deals.person_key
            and leads.cycle_no = cycle_deals.cycle_no

)

select * from occurrences
