with

activities as (

    select * from {{ ref('int_activities') }}

),

account_links as (

    select * from {{ ref('int_account_links') }}

),

person_links as (

    select * from {{ ref('int_person_links') }}

),

people as (

    select * from {{ ref('int_people') }}

),

-- A ticket that names no company is that of the person's account.
tickets_opened as (

    select
        activities.activity_key,
        coalesce(account_links.account_key, people.account_key) as account_key,
        {{ business_date('activities.occurred_at') }} as opened_on
    from activities
    left join account_links
        on activities.account_link_key = account_links.account_link_key
    left join person_links
        on activities.person_link_key = person_links.person_link_key
    left join people on person_links.person_key = people.person_key
    where
        activities.activity = 'ticket_opened'
        and not activities.is_deleted
        and not activities.is_automatic
        and activities.occurred_at < {{ as_of() }}
        and coalesce(account_links.account_key, people.account_key) is not null

)

select * from tickets_opened
