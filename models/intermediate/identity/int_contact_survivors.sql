{{ config(materialized="table") }}

with recursive

contacts as (

    select * from {{ ref('stg_hubspot__contact') }}

),

merge_audits as (

    select * from {{ ref('stg_hubspot__contact_merge_audit') }}

),

-- HubSpot tells a merge twice: in its audit, and on the
-- survivor as a list of the ids that it absorbed.
contact_merges as (

    select
        merged_contact_id,
        surviving_contact_id
    from merge_audits
    where merged_contact_id <> surviving_contact_id

    union

    select
        cast(absorbed.contact_id as bigint) as merged_contact_id,
        contacts.contact_id as surviving_contact_id
    from contacts
    cross join
        unnest(string_split(contacts.merged_contact_ids, ';'))
            as absorbed (contact_id)
    where
        try_cast(absorbed.contact_id as bigint) is not null
        and try_cast(absorbed.contact_id as bigint) <> contacts.contact_id

),

every_contact as (

    select contact_id from contacts

    union

    select merged_contact_id as contact_id from contact_merges

    union

    select surviving_contact_id as contact_id from contact_merges

),

-- A survivor may later be merged itself; sixteen merges in a
-- row end a loop that should not be there.
followed as (

    select
        contact_id,
        contact_id as surviving_contact_id,
        0 as merges_followed
    from every_contact

    union all

    select
        followed.contact_id,
        contact_merges.surviving_contact_id,
        followed.merges_followed + 1 as merges_followed
    from followed
    inner join contact_merges
        on followed.surviving_contact_id = contact_merges.merged_contact_id
    where followed.merges_followed < 16

),

survivors as (

    select
        contact_id,
        surviving_contact_id,
        merges_followed > 0 as was_merged
    from followed
    qualify
        row_number() over (
            partition by contact_id
            order by merges_followed desc, surviving_contact_id asc
        ) = 1

)

select * from survivors
