with

activities as (

    select * from {{ ref('int_activities') }}
    where not is_automatic

),

people as (

    select * from {{ ref('int_people') }}

),

-- What somebody did for another company than their own is of both, and of
-- each of them once.
account_activities as (

    select
        activity_key,
        account_key,
        activity,
        occurred_at
    from activities
    where account_key is not null

    union all

    select
        activities.activity_key,
        people.account_key,
        activities.activity,
        activities.occurred_at
    from activities
    inner join people on activities.person_key = people.person_key
    where
        people.account_key is not null
        and people.account_key is distinct from activities.account_key

)

select * from account_activities
