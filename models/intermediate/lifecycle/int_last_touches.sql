with

deals as (

    select * from {{ ref('int_deals') }}

),

person_activities as (

    select * from {{ ref('int_person_activities') }}

),

activities as (

    select * from {{ ref('activities') }}

),

touches as (

    select distinct
        person_activities.person_key,
        person_activities.activity,
        person_activities.occurred_at
    from person_activities
    inner join activities
        on person_activities.activity = activities.activity
    where
        activities.direction = 'inbound'
        and activities.family in ('email', 'web', 'form')
        and not person_activities.is_automatic

),

-- Of several activities at one instant, each is the last.
last_touches as (

    select
        deals.deal_key,
        touches.activity
    from deals
    inner join touches
        on
            deals.person_key = touches.person_key
            and deals.created_at > touches.occurred_at
    qualify
        rank() over (
            partition by deals.deal_key order by touches.occurred_at desc
        ) = 1

)

select * from last_touches
