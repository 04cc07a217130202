with

deals as (

    select * from {{ ref('int_deals') }}

),

amounts as (

    select * from {{ ref('int_deal_amounts') }}

),

recoveries as (

    select * from {{ ref('int_deal_recoveries') }}

),

people as (

    select * from {{ ref('int_people') }}

),

described as (

    select
        deals.deal_key,
        deals.source_system,
        deals.native_id,
        deals.person_key,
        deals.account_key,
        coalesce(people.source_channel, 'unknown') as source_channel,
        deals.kind,
        deals.outcome,
        deals.reason,
        deals.amount,
        deals.currency,
        amounts.amount_reporting,
        deals.owner_name,
        deals.created_at,
        deals.closed_at,
        amounts.closed_on,
        recoveries.deal_key is not null as is_recycled_end,
        recoveries.requalified_at,
        recoveries.is_recovered
    from deals
    inner join amounts on deals.deal_key = amounts.deal_key
    left join people on deals.person_key = people.person_key
    left join recoveries on deals.deal_key = recoveries.deal_key

)

select * from described
