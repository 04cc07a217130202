with

people as (

    select * from {{ ref('int_people') }}

),

accounts as (

    select * from {{ ref('int_accounts') }}

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
        person_key as subject_key,
        first_seen_at as occurred_at,
        'known' as stage,
        'people' as evidence_table,
        cast(person_key as text) as evidence_id
    from people
    where first_seen_at < {{ as_of() }}

    union all

    select
        'account' as subject_type,
        accounts.account_key as subject_key,
        least(accounts.created_at, first_known_people.first_seen_at)
            as occurred_at,
        'known' as stage,
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
