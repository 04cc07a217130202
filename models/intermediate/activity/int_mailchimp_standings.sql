with

members as (

    select * from {{ ref('stg_mailchimp__member') }}

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

)

select * from standings
