{{ config(materialized="table") }}

with recursive

record_merges as (

    select * from {{ ref('int_record_merges') }}

),

ranked as (

    select * from {{ ref('int_record_ranks') }}

),

neighbours as (

    select
        record_type,
        merged_id as record_id,
        surviving_id as neighbour_id
    from record_merges

    union

    select
        record_type,
        surviving_id as record_id,
        merged_id as neighbour_id
    from record_merges

),

-- The best of all that merges join comes before all its neighbours:
-- only who does can have survived.
candidates as (

    select
        ranked.record_type,
        ranked.record_id,
        ranked.record_rank
    from ranked
    inner join neighbours
        on
            ranked.record_type = neighbours.record_type
            and ranked.record_id = neighbours.record_id
    inner join ranked as other_ranked
        on
            neighbours.record_type = other_ranked.record_type
            and neighbours.neighbour_id = other_ranked.record_id
    group by ranked.record_type, ranked.record_id, ranked.record_rank
    having ranked.record_rank < min(other_ranked.record_rank)

),

-- Nothing is reached twice, so that a circle of merges ends.
reached as (

    select
        record_type,
        record_id,
        record_rank as survivor_rank
    from candidates

    union

    select
        reached.record_type,
        neighbours.neighbour_id as record_id,
        reached.survivor_rank
    from reached
    inner join neighbours
        on
            reached.record_type = neighbours.record_type
            and reached.record_id = neighbours.record_id

),

joined as (

    select
        record_type,
        record_id,
        min(survivor_rank) as survivor_rank
    from reached
    group by record_type, record_id

),

survivors as (

    select
        ranked.record_type,
        ranked.record_id,
        coalesce(survivor.record_id, ranked.record_id) as surviving_record_id,
        coalesce(survivor.record_id <> ranked.record_id, false) as was_merged
    from ranked
    left join joined
        on
            ranked.record_type = joined.record_type
            and ranked.record_id = joined.record_id
    left join ranked as survivor
        on joined.survivor_rank = survivor.record_rank

)

select * from survivors
