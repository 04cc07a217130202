{{ config(materialized="table") }}

with recursive

contacts as (

    select * from {{ ref('stg_hubspot__contact') }}

),

merge_audits as (

    select * from {{ ref('stg_hubspot__contact_merge_audit') }}

),

companies as (

    select * from {{ ref('stg_hubspot__company') }}

),

records as (

    select
        'contact' as record_type,
        contact_id as record_id,
        merged_contact_ids as absorbed_ids,
        is_deleted
    from contacts

    union all

    select
        'company' as record_type,
        company_id as record_id,
        merged_company_ids as absorbed_ids,
        is_deleted
    from companies

),

-- HubSpot tells a merge of contacts twice: in its audit, and on
-- the survivor as a list of the ids that it absorbed.
record_merges as (

    select
        'contact' as record_type,
        merged_contact_id as merged_id,
        surviving_contact_id as surviving_id
    from merge_audits
    where merged_contact_id <> surviving_contact_id

    union

    select
        records.record_type,
        cast(listed.record_id as bigint) as merged_id,
        records.record_id as surviving_id
    from records
    cross join
        unnest(string_split(records.absorbed_ids, ';')) as listed (record_id)
    where
        try_cast(listed.record_id as bigint) is not null
        and try_cast(listed.record_id as bigint) <> records.record_id

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

touched as (

    select distinct
        record_type,
        record_id
    from neighbours

),

absorbed as (

    select distinct
        record_type,
        merged_id
    from record_merges

),

-- The end of the merges survives; where they go round, or end
-- twice, one that lives, then the one with the lowest id.
ranked as (

    select
        touched.record_type,
        touched.record_id,
        row_number() over (
            order by
                absorbed.merged_id is not null,
                coalesce(records.is_deleted, true),
                touched.record_id,
                touched.record_type
        ) as record_rank
    from touched
    left join absorbed
        on
            touched.record_type = absorbed.record_type
            and touched.record_id = absorbed.merged_id
    left join records
        on
            touched.record_type = records.record_type
            and touched.record_id = records.record_id

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

every_record as (

    select
        record_type,
        record_id
    from records

    union

    select
        record_type,
        record_id
    from touched

),

survivors as (

    select
        every_record.record_type,
        every_record.record_id,
        coalesce(ranked.record_id, every_record.record_id)
            as surviving_record_id,
        coalesce(ranked.record_id <> every_record.record_id, false)
            as was_merged
    from every_record
    left join joined
        on
            every_record.record_type = joined.record_type
            and every_record.record_id = joined.record_id
    left join ranked on joined.survivor_rank = ranked.record_rank

)

select * from survivors
