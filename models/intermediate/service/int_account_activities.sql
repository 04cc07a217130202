with

activities as (

    select * from {{ ref('int_activities') }}

),

person_activities as (

    select * from {{ ref('int_person_activities') }}

),

account_links as (

    select * from {{ ref('int_account_links') }}

),

people as (

    select * from {{ ref('int_people') }}

),

linked as (

    select
        activities.activity_key,
        account_links.account_key,
        activities.activity,
        activities.occurred_at
    from activities
    inner join account_links
        on activities.account_link_key = account_links.account_link_key
    where
        not activities.is_deleted
        and not coalesce(activities.is_automatic, false)
        and activities.occurred_at < {{ as_of() }}

),

-- What somebody did for another company than their own is of both, and of
-- each of them once.
account_activities as (

    select * from linked

    union all

    select
        person_activities.activity_key,
        people.account_key,
        person_activities.activity,
        person_activities.occurred_at
    from person_activities
    inner join people on person_activities.person_key = people.person_key
    left join linked
        on
            person_activities.activity_key = linked.activity_key
            and people.account_key = linked.account_key
    where
        people.account_key is not null
        and not coalesce(person_activities.is_automatic, false)
        and linked.activity_key is null

)

select * from account_activities
