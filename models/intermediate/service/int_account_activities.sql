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

-- What somebody did for another company than their own is of both, and of
-- each of them once.
account_activities as (

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

    union

    select
        person_activities.activity_key,
        people.account_key,
        person_activities.activity,
        person_activities.occurred_at
    from person_activities
    inner join people on person_activities.person_key = people.person_key
    where
        people.account_key is not null
        and not coalesce(person_activities.is_automatic, false)

)

select * from account_activities
