with

activities as (

    select * from {{ ref('int_activities') }}

),

people as (

    select * from {{ ref('int_people') }}

),

-- A ticket that names no company is that of the person's account.
tickets_opened as (

    select
        activities.activity_key,
        coalesce(activities.account_key, people.account_key) as account_key,
        {{ business_date('activities.occurred_at') }} as opened_on
    from activities
    left join people on activities.person_key = people.person_key
    where
        activities.activity = 'ticket_opened'
        and not activities.is_automatic
        and coalesce(activities.account_key, people.account_key) is not null

)

select * from tickets_opened
