with

crm_deals as (

    select * from {{ ref('stg_hubspot__deal') }}

),

merged_deals as (

    select * from {{ ref('stg_hubspot__merged_deal') }}

),

stages as (

    select * from {{ ref('stg_hubspot__deal_pipeline_stage') }}

),

stage_history as (

    select * from {{ ref('stg_hubspot__deal_stage') }}

),

deal_contacts as (

    select * from {{ ref('stg_hubspot__deal_contact') }}

),

deal_companies as (

    select * from {{ ref('stg_hubspot__deal_company') }}

),

stage_entries as (

    select
        deal_id,
        stage_id,
        max(entered_at) as entered_at
    from stage_history
    group by deal_id, stage_id

),

-- A deal merged away hands its contacts and companies
-- to the deal that it was merged into.
surviving_contacts as (

    select
        coalesce(merged_deals.surviving_deal_id, deal_contacts.deal_id)
            as deal_id,
        min(deal_contacts.contact_id) as contact_id
    from deal_contacts
    left join merged_deals
        on deal_contacts.deal_id = merged_deals.merged_deal_id
    group by all

),

surviving_companies as (

    select
        coalesce(merged_deals.surviving_deal_id, deal_companies.deal_id)
            as deal_id,
        min(deal_companies.company_id) as company_id
    from deal_companies
    left join merged_deals
        on deal_companies.deal_id = merged_deals.merged_deal_id
    group by all

),

-- Stage ids repeat across pipelines, so a stage is looked up within its own.
judged_crm_deals as (

    select
        'hubspot' as source_system,
        cast(crm_deals.deal_id as text) as native_id,
        cast(surviving_contacts.contact_id as text) as contact_native_id,
        cast(surviving_companies.company_id as text) as company_native_id,
        case
            when crm_deals.deal_type = 'renewal' then 'renewal'
            when crm_deals.deal_type = 'existingbusiness' then 'upsell'
            else 'new_business'
        end as kind,
        case
            when stages.is_won then 'won'
            when
                stages.is_closed
                and crm_deals.closed_lost_reason in ('not_now', 'no_budget')
                then 'recycled'
            when stages.is_closed then 'lost'
            else 'open'
        end as outcome,
        crm_deals.closed_lost_reason as reason,
        crm_deals.amount,
        crm_deals.currency,
        cast(crm_deals.owner_id as text) as owner_name,
        crm_deals.created_at,
        case
            when stages.is_won or stages.is_closed
                then coalesce(stage_entries.entered_at, crm_deals.closed_at)
        end as closed_at
    from crm_deals
    left join stages
        on
            crm_deals.stage_id = stages.stage_id
            and crm_deals.pipeline_id = stages.pipeline_id
    left join stage_entries
        on
            crm_deals.deal_id = stage_entries.deal_id
            and crm_deals.stage_id = stage_entries.stage_id
    left join surviving_contacts
        on crm_deals.deal_id = surviving_contacts.deal_id
    left join surviving_companies
        on crm_deals.deal_id = surviving_companies.deal_id
    left join merged_deals on crm_deals.deal_id = merged_deals.merged_deal_id
    where not crm_deals.is_deleted and merged_deals.merged_deal_id is null

)

select * from judged_crm_deals
