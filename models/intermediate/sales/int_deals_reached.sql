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

)

select * from reached
