with

people as (

    select * from {{ ref('int_people') }}

),

person_records as (

    select * from {{ ref('int_person_records') }}

),

person_links as (

    select * from {{ ref('int_person_links') }}

),

accounts as (

    select * from {{ ref('int_accounts') }}

),

-- Of records created at one instant, one that was not merged away is meant.
first_records as (

    select
        person_links.person_key,
        person_links.person_link_key
    from person_records
    inner join person_links
        on
            person_records.source_system = person_links.source_system
            and person_records.native_id = person_links.native_id
    where person_records.created_at is not null
    qualify
        row_number() over (
            partition by person_links.person_key
            order by
                person_records.created_at,
                person_records.was_merged,
                person_links.person_link_key
        ) = 1

),

first_known_people as (

    select
        account_key,
        min(first_seen_at) as first_seen_at
    from people
    where account_key is not null
    group by account_key

),

first_sightings as (

    select
        'person' as subject_type,
        people.person_key as subject_key,
        'first_seen' as event,
        people.first_seen_at as occurred_at,
        first_records.person_link_key,
        'people' as evidence_table,
        cast(people.person_key as text) as evidence_id
    from people
    left join first_records on people.person_key = first_records.person_key
    where people.first_seen_at < {{ as_of() }}

    union all

    select
        'account' as subject_type,
        accounts.account_key as subject_key,
        'first_seen' as event,
        least(accounts.created_at, first_known_people.first_seen_at)
            as occurred_at,
        cast(null as bigint) as person_link_key,
        'accounts' as evidence_table,
        cast(accounts.account_key as text) as evidence_id
    from accounts
    left join first_known_people
        on accounts.account_key = first_known_people.account_key
    where
        least(accounts.created_at, first_known_people.first_seen_at)
        < {{ as_of() }}

)

select * from first_sightings
