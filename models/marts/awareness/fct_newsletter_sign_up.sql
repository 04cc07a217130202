with

activities as (

    select * from {{ ref('int_activities') }}

),

sign_ups as (

    select
        activity_key,
        activity,
        source_system,
        person_key,
        occurred_at as signed_up_at,
        {{ business_date('occurred_at') }} as signed_up_on
    from activities
    where
        activity in ('newsletter_subscribed', 'list_joined')
        and not is_automatic

)

select * from sign_ups
