with

contacts as (

    select * from {{ ref('stg_hubspot__contact') }}

),

companies as (

    select * from {{ ref('stg_hubspot__company') }}

),

record_merges as (

    select * from {{ ref('int_record_merges') }}

),

records as (

    select
        'contact' as record_type,
        contact_id as record_id,
        is_deleted
    from contacts

    union all

    select
        'company' as record_type,
        company_id as record_id,
        is_deleted
    from companies

),

every_record as (

    select
        record_type,
        record_id
    from records

    union

    select
        record_type,
        merged_id as record_id
    from record_merges

    union

    select
        record_type,
        surviving_id as record_id
    from record_merges

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
        every_record.record_type,
        every_record.record_id,
        row_number() over (
            order by
                absorbed.merged_id is not null,
                coalesce(records.is_deleted, true),
                every_record.record_id,
                every_record.record_type
        ) as record_rank
    from every_record
    left join absorbed
        on
            every_record.record_type = absorbed.record_type
            and every_record.record_id = absorbed.merged_id
    left join records
        on
            every_record.record_type = records.record_type
            and every_record.record_id = records.record_id

)

select * from ranked
