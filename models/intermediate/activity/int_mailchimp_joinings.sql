with

standings as (

    select * from {{ ref('int_mailchimp_standings') }}

),

unsubscribes as (

    select * from {{ ref('stg_mailchimp__unsubscribe') }}

),

leavings as (

    select
        standings.member_id,
        standings.list_id,
        unsubscribes.unsubscribed_at as left_at
    from standings
    inner join unsubscribes
        on
            standings.member_id = unsubscribes.member_id
            and standings.list_id = unsubscribes.list_id
    where unsubscribes.unsubscribed_at > standings.joined_at

),

left_last as (

    select
        member_id,
        list_id,
        max(left_at) as left_at
    from leavings
    group by member_id, list_id

),

-- Of somebody who is on the list although they left it, the opting in tells
-- when they came back, else the last change of their record.
joinings as (

    select
        member_id,
        list_id,
        joined_at
    from standings
    where joined_at is not null

    union

    select
        standings.member_id,
        standings.list_id,
        standings.opted_in_at as joined_at
    from standings
    inner join leavings
        on
            standings.member_id = leavings.member_id
            and standings.list_id = leavings.list_id
    where standings.opted_in_at > leavings.left_at

    union

    select
        standings.member_id,
        standings.list_id,
        standings.changed_at as joined_at
    from standings
    inner join left_last
        on
            standings.member_id = left_last.member_id
            and standings.list_id = left_last.list_id
    where
        standings.status = 'subscribed'
        and standings.opted_in_at <= left_last.left_at
        and standings.changed_at > left_last.left_at

),

numbered as (

    select
        joinings.member_id,
        joinings.list_id,
        joinings.joined_at,
        row_number() over (
            partition by joinings.member_id, joinings.list_id
            order by joinings.joined_at
        ) as spell_no,
        lead(joinings.joined_at) over (
            partition by joinings.member_id, joinings.list_id
            order by joinings.joined_at
        ) as joined_again_at
    from joinings

)

select * from numbered
