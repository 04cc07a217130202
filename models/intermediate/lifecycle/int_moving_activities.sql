with

person_activities as (

    select * from {{ ref('int_person_activities') }}

),

people as (

    select * from {{ ref('int_people') }}

),

moves as (

    select * from {{ ref('lifecycle_moves') }}

),

-- What a machine did moves nobody.
named_by_a_move as (

    select person_activities.*
    from person_activities
    where
        not person_activities.is_automatic
        and person_activities.activity in (select moves.event from moves)

),

moving_activities as (

    select
        'person' as subject_type,
        person_key as subject_key,
        activity as event,
        detail,
        occurred_at,
        person_link_key,
        'activities' as evidence_table,
        cast(activity_key as text) as evidence_id
    from named_by_a_move

    union all

    select
        'account' as subject_type,
        people.account_key as subject_key,
        named_by_a_move.activity as event,
        named_by_a_move.detail,
        named_by_a_move.occurred_at,
        cast(null as bigint) as person_link_key,
        'activities' as evidence_table,
        cast(named_by_a_move.activity_key as text) as evidence_id
    from named_by_a_move
    inner join people on named_by_a_move.person_key = people.person_key
    where people.account_key is not null

)

select * from moving_activities
