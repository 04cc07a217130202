with

deals as (

    select * from {{ ref('int_deals') }}

),

cycle_ends as (

    select * from {{ ref('int_cycle_ends') }}

),

deals_in_cycles as (

    select
        deals.deal_key,
        deals.person_key,
        deals.outcome,
        deals.reason,
        deals.amount,
        deals.currency,
        deals.owner_name,
        deals.created_at,
        deals.closed_at,
        1 + count(cycle_ends.ended_at) as cycle_no
    from deals
    left join cycle_ends
        on
            cycle_ends.subject_type = 'person'
            and deals.person_key = cycle_ends.subject_key
            and deals.created_at > cycle_ends.ended_at
    where deals.kind = 'new_business' and deals.person_key is not null
    group by all

),

-- A cycle is judged by its best deal: one that was won, else
-- the one that is open, else the last one closed.
deal_of_cycle as (

    select
        *,
        min(created_at) over (
            partition by person_key, cycle_no
        ) as first_created_at
    from deals_in_cycles
    qualify
        row_number() over (
            partition by person_key, cycle_no
            order by
                outcome = 'won' desc,
                outcome = 'open' desc,
                closed_at desc,
                deal_key asc
        ) = 1

)

select * from deal_of_cycle
