{{ config(materialized="table") }}

with

crm_deals as (

    select * from {{ ref('stg_hubspot__deal') }}

),

deal_survivors as (

    select * from {{ ref('int_deal_survivors') }}

),

deal_outcomes as (

    select * from {{ ref('int_deal_outcomes') }}

),

deal_parties as (

    select * from {{ ref('int_deal_parties') }}

),

stage_history as (

    select * from {{ ref('stg_hubspot__deal_stage') }}

),

-- The stays of a deal merged away are those of the deal that stands for it.
stage_entries as (

    select
        deal_survivors.surviving_deal_id as deal_id,
        stage_history.stage_id,
        min(stage_history.entered_at) as first_entered_at,
        max(stage_history.entered_at) as entered_at
    from stage_history
    inner join deal_survivors on stage_history.deal_id = deal_survivors.deal_id
    group by deal_survivors.surviving_deal_id, stage_history.stage_id

),

first_entries as (

    select
        deal_id,
        min(first_entered_at) as entered_at
    from stage_entries
    group by deal_id

),

judged_crm_deals as (

    select
        'hubspot' as source_system,
        cast(crm_deals.deal_id as text) as native_id,
        cast(deal_parties.contact_id as text) as contact_native_id,
        cast(deal_parties.company_id as text) as company_native_id,
        case
            when crm_deals.deal_type = 'renewal' then 'renewal'
            when crm_deals.deal_type = 'existingbusiness' then 'upsell'
            else 'new_business'
        end as kind,
        deal_outcomes.outcome,
        crm_deals.closed_lost_reason as reason,
        crm_deals.amount,
        crm_deals.currency,
        cast(crm_deals.owner_id as text) as owner_name,
        crm_deals.created_at,
        case
            when deal_outcomes.outcome <> 'open'
                then coalesce(stage_entries.entered_at, crm_deals.closed_at)
        end as closed_at,
        coalesce(first_entries.entered_at, crm_deals.recorded_at) as known_at
    from crm_deals
    inner join deal_outcomes on crm_deals.deal_id = deal_outcomes.deal_id
    inner join deal_survivors on crm_deals.deal_id = deal_survivors.deal_id
    left join stage_entries
        on
            crm_deals.deal_id = stage_entries.deal_id
            and crm_deals.stage_id = stage_entries.stage_id
    left join first_entries on crm_deals.deal_id = first_entries.deal_id
    left join deal_parties on crm_deals.deal_id = deal_parties.deal_id
    where
        not crm_deals.is_deleted
        and deal_survivors.surviving_deal_id = crm_deals.deal_id

)

select * from judged_crm_deals
