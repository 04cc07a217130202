{{ config(materialized="table") }}

with

crm_deals as (

    select * from {{ ref('stg_hubspot__deal') }}

),

reached as (

    select * from {{ ref('int_deals_reached') }}

),

merged_away as (

    select distinct deal_id from reached
    where deal_id <> reached_deal_id

),

-- Merges end at a deal that was merged into none, else in a loop.
ends as (

    select
        reached.reached_deal_id as deal_id,
        max(merged_away.deal_id is null) as is_last,
        max(reached.is_looped) as is_looped
    from reached
    left join merged_away on reached.reached_deal_id = merged_away.deal_id
    group by reached.reached_deal_id

),

merged_together as (

    select
        reached.deal_id,
        coalesce(
            min(ends.deal_id) filter (where ends.is_last),
            min(ends.deal_id) filter (where ends.is_looped)
        ) as end_deal_id
    from reached
    inner join ends on reached.reached_deal_id = ends.deal_id
    group by reached.deal_id

),

landed_ahead as (

    select
        reached.deal_id,
        count(*) as deals
    from reached
    inner join crm_deals on reached.reached_deal_id = crm_deals.deal_id
    where reached.deal_id <> reached.reached_deal_id
    group by reached.deal_id

),

-- The end of a chain may never have landed, and a loop has none: then
-- the landed deal with the fewest others ahead of it stands for all.
standing as (

    select
        merged_together.end_deal_id,
        crm_deals.deal_id
    from merged_together
    inner join crm_deals on merged_together.deal_id = crm_deals.deal_id
    left join landed_ahead on crm_deals.deal_id = landed_ahead.deal_id
    qualify
        row_number() over (
            partition by merged_together.end_deal_id
            order by
                coalesce(landed_ahead.deals, 0) asc,
                crm_deals.is_deleted asc,
                crm_deals.deal_id asc
        ) = 1

),

survivors as (

    select
        merged_together.deal_id,
        coalesce(standing.deal_id, merged_together.end_deal_id)
            as surviving_deal_id
    from merged_together
    left join standing
        on merged_together.end_deal_id = standing.end_deal_id

)

select * from survivors
