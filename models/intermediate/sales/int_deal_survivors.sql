{{ config(materialized="table") }}

with recursive

crm_deals as (

    select * from {{ ref('stg_hubspot__deal') }}

),

merged_deals as (

    select * from {{ ref('stg_hubspot__merged_deal') }}

),

deal_merges as (

    select distinct
        merged_deal_id as deal_id,
        surviving_deal_id as next_deal_id
    from merged_deals
    where merged_deal_id <> surviving_deal_id

),

every_deal as (

    select deal_id from crm_deals

    union

    select deal_id from deal_merges

    union

    select next_deal_id as deal_id from deal_merges

),

-- Whatever a deal leads to. A pair that is there already is not added again,
-- so that a loop comes to an end as a chain does, however long it is.
followed as (

    select
        deal_id,
        next_deal_id as reached_deal_id
    from deal_merges

    union

    select
        followed.deal_id,
        deal_merges.next_deal_id as reached_deal_id
    from followed
    inner join deal_merges on followed.reached_deal_id = deal_merges.deal_id

),

reached as (

    select
        deal_id,
        deal_id as reached_deal_id,
        false as is_looped
    from every_deal

    union all

    select
        deal_id,
        reached_deal_id,
        deal_id = reached_deal_id as is_looped
    from followed

),

-- Merges end at a deal that was merged into none, else in a loop.
ends as (

    select
        reached.reached_deal_id as deal_id,
        max(deal_merges.deal_id is null) as is_last,
        max(reached.is_looped) as is_looped
    from reached
    left join deal_merges on reached.reached_deal_id = deal_merges.deal_id
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
        followed.deal_id,
        count(*) as deals
    from followed
    inner join crm_deals on followed.reached_deal_id = crm_deals.deal_id
    where followed.deal_id <> followed.reached_deal_id
    group by followed.deal_id

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
