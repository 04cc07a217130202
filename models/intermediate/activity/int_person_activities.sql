with

activities as (

    select * from {{ ref('int_activities') }}

),

person_links as (

    select * from {{ ref('int_person_links') }}

),

person_activities as (

    select
        activities.activity_key,
        person_links.person_key,
        activities.person_link_key,
        activities.activity,
        activities.occurred_at,
        activities.recorded_at,
        activities.detail,
        activities.campaign,
        activities.source_system,
        activities.source_table,
        activities.source_id,
        activities.is_automatic
    from activities
    inner join person_links
        on activities.person_link_key = person_links.person_link_key
    where
        not activities.is_deleted
        and activities.occurred_at < {{ as_of() }}

)

select * from person_activities
