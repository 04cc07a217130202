with

deals as (

    select * from {{ ref('int_deals') }}

),

cycle_ends as (

    select * from {{ ref('int_cycle_ends') }}

),

occurrences as (

    select * from {{ ref('int_qualification_occurrences') }}

),

-- The cycle after an end is numbered by all ends up to it.
numbered_ends as (

    select
        recycled.subject_key as person_key,
        recycled.ended_at,
        count(cycle_ends.ended_at) + 1 as next_cycle_no
    from cycle_ends as recycled
    inner join cycle_ends
        on
            recycled.subject_type = cycle_ends.subject_type
            and recycled.subject_key = cycle_ends.subject_key
            and recycled.ended_at >= cycle_ends.ended_at
    where recycled.subject_type = 'person' and recycled.end_type = 'recycled'
    group by recycled.subject_key, recycled.ended_at

),

-- Two deals that are postponed at one instant end one cycle.
ending_deals as (

    select
        deals.deal_key,
        numbered_ends.person_key,
        numbered_ends.ended_at,
        numbered_ends.next_cycle_no
    from numbered_ends
    inner join deals
        on
            numbered_ends.person_key = deals.person_key
            and numbered_ends.ended_at = deals.closed_at
    where deals.kind = 'new_business' and deals.outcome = 'recycled'
    qualify
        row_number() over (
            partition by numbered_ends.person_key, numbered_ends.ended_at
            order by deals.source_system, deals.native_id
        ) = 1

),

recoveries as (

    select
        ending_deals.deal_key,
        occurrences.qualified_at as requalified_at,
        coalesce(
            occurrences.qualified_at
            < ending_deals.ended_at
            + {{ var('nurture_window_days') }} * interval 1 day,
            false
        ) as is_recovered
    from ending_deals
    left join occurrences
        on
            ending_deals.person_key = occurrences.person_key
            and ending_deals.next_cycle_no = occurrences.cycle_no

)

select * from recoveries
