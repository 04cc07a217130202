with

activities as (

    select * from {{ ref('int_activities') }}

),

person_links as (

    select * from {{ ref('int_person_links') }}

),

sign_ups as (

    select
        activities.activity_key,
        activities.activity,
        activities.source_system,
        person_links.person_key,
        activities.occurred_at as signed_up_at,
        {{ business_date('activities.occurred_at') }} as signed_up_on
    from activities
    left join person_links
        on activities.person_link_key = person_links.person_link_key
    where
        activities.activity in ('newsletter_subscribed', 'list_joined')
        and not activities.is_automatic
        and not activities.is_deleted
        and activities.occurred_at < {{ as_of() }}

)

select * from sign_ups
