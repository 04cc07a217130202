{{ config(materialized="table") }}

with

standings as (

    select * from {{ ref('int_mailchimp_standings') }}

),

joinings as (

    select * from {{ ref('int_mailchimp_joinings') }}

),

unsubscribes as (

    select * from {{ ref('stg_mailchimp__unsubscribe') }}

),

-- A spell ends with the first unsubscription in it; the last one, without
-- any, when the record says that they are gone.
ended as (

    select
        joinings.member_id,
        joinings.list_id,
        joinings.spell_no,
        joinings.joined_at,
        joinings.joined_again_at,
        min(unsubscribes.unsubscribed_at) as unsubscribed_at
    from joinings
    left join unsubscribes
        on
            joinings.member_id = unsubscribes.member_id
            and joinings.list_id = unsubscribes.list_id
            and joinings.joined_at < unsubscribes.unsubscribed_at
            and coalesce(joinings.joined_again_at, timestamp '9999-12-31')
            > unsubscribes.unsubscribed_at
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
