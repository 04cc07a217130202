with

members as (

    select * from {{ ref('stg_mailchimp__member') }}

),

unsubscribes as (

    select * from {{ ref('stg_mailchimp__unsubscribe') }}

),

person_links as (

    select * from {{ ref('int_person_links') }}
    where source_system = 'mailchimp'

),

-- Whoever never confirmed, and whoever only bought something, is on no list.
standings as (

    select
        members.member_id,
        members.list_id,
        person_links.person_key,
        coalesce(lower(trim(members.status)), 'subscribed') as status,
        least(members.signed_up_at, members.opted_in_at) as joined_at,
        greatest(members.signed_up_at, members.opted_in_at) as opted_in_at,
        coalesce(members.changed_at, members.recorded_at) as changed_at
    from members
    left join person_links on members.member_id = person_links.native_id
    where
        coalesce(lower(trim(members.status)), '')
        not in ('pending', 'transactional')

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

spells as (

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

),

-- A spell ends with the first unsubscription in it; the last one, without
-- any, when the record says that they are gone.
ended as (

    select
        spells.member_id,
        spells.list_id,
        spells.spell_no,
        spells.joined_at,
        spells.joined_again_at,
        min(leavings.left_at) as unsubscribed_at
    from spells
    left join leavings
        on
            spells.member_id = leavings.member_id
            and spells.list_id = leavings.list_id
            and spells.joined_at < leavings.left_at
            and coalesce(spells.joined_again_at, timestamp '9999-12-31')
            > leavings.left_at
    group by all

),

memberships as (

    select
        ended.member_id,
        ended.list_id,
        ended.spell_no,
        standings.person_key,
        ended.joined_at,
        case
            when ended.unsubscribed_at is not null then ended.unsubscribed_at
            when
                ended.joined_again_at is null
                and standings.status in ('unsubscribed', 'cleaned', 'archived')
                then greatest(standings.changed_at, ended.joined_at)
        end as left_at,
        case
            when ended.unsubscribed_at is not null then 'unsubscribed'
            when
                ended.joined_again_at is null
                and standings.status in ('unsubscribed', 'cleaned', 'archived')
                then standings.status
        end as left_how
    from ended
    inner join standings
        on
            ended.member_id = standings.member_id
            and ended.list_id = standings.list_id

)

select * from memberships
