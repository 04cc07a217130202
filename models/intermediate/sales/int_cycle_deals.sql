with

deals as (

    select * from {{ ref('int_deals') }}

),

amounts as (

    select * from {{ ref('int_deal_amounts') }}

),

cycle_ends as (

    select * from {{ ref('int_cycle_ends') }}

),

deals_in_cycles as (

    select
        deals.deal_key,
        deals.source_system,
        deals.native_id,
        deals.person_key,
        deals.outcome,
        deals.reason,
        deals.amount,
        deals.currency,
        amounts.amount_reporting,
        deals.owner_name,
        deals.created_at,
        deals.closed_at,
        amounts.closed_on,
        1 + count(cycle_ends.ended_at) as cycle_no
    from deals
    inner join amounts on deals.deal_key = amounts.deal_key
    left join cycle_ends
        on
            cycle_ends.subject_type = 'person'
            and deals.person_key = cycle_ends.subject_key
            and deals.created_at > cycle_ends.ended_at
    where deals.kind = 'new_business' and deals.person_key is not null
    group by all

),

-- A cycle is judged by the deal that decided it: the first that was won, else
-- the first that closed, else the first that was created.
deal_of_cycle as (

    select
        *,
        min(created_at) over (
            partition by person_key, cycle_no
        ) as first_created_at,
        max(case when outcome = 'won' then closed_at end) over (
            partition by person_key, cycle_no
        ) as last_won_at
    from deals_in_cycles
    qualify
        row_number() over (
            partition by person_key, cycle_no
            order by
                outcome = 'won' desc,
                outcome <> 'open' desc,
                coalesce(closed_at, created_at) asc,
                source_system asc,
                native_id asc
        ) = 1

)

select * from deal_of_cycle
