-- A deal in a stage that did not land, or that does not say whether it is
-- closed and won, counts as open: a win that is in it is missing.
{{ config(severity='warn', meta={'owner': 'sales'}) }}

with

deal_outcomes as (

    select * from {{ ref('int_deal_outcomes') }}

),

crm_deals as (

    select * from {{ ref('int_crm_deals') }}

),

findings as (

    select
        'hubspot.deal_pipeline_stage: stage '
        || coalesce(deal_outcomes.stage_id, '(blank)') || ' of pipeline '
        || coalesce(deal_outcomes.pipeline_id, '(blank)')
        || ' is missing, or its probability or is_closed is: '
        || count(*) || ' deals count as open, the first is deal '
        || min(deal_outcomes.deal_id) || '. Export the stage whole.'
            as finding
    from deal_outcomes
    inner join crm_deals
        on cast(deal_outcomes.deal_id as text) = crm_deals.native_id
    where not deal_outcomes.is_told
    group by deal_outcomes.stage_id, deal_outcomes.pipeline_id

)

select * from findings
