with

hubspot_activities as (

    select * from {{ ref('int_hubspot_email_activities') }}

),

hubspot_events as (

    select * from {{ ref('int_hubspot_email_events') }}

),

mailchimp_activities as (

    select * from {{ ref('int_mailchimp_email_activities') }}

),

-- A dropped message is no activity of anybody's, but a message all the same.
dropped as (

    select email_event_id
    from hubspot_events
    where event_type = 'DROPPED' and message_id is not null

),

judged as (

    select
        hubspot_activities.source_system,
        hubspot_activities.source_table as table_name,
        hubspot_activities.source_id as native_id,
        hubspot_activities.occurred_at,
        hubspot_activities.activity is not null
        or dropped.email_event_id is not null as is_counted,
        hubspot_activities.person_native_id
    from hubspot_activities
    left join dropped
        on hubspot_activities.source_id = dropped.email_event_id

    union all

    select
        source_system,
        source_table as table_name,
        source_id as native_id,
        occurred_at,
        activity is not null as is_counted,
        person_native_id
    from mailchimp_activities
    where source_table <> 'member'

),

row_fates as (

    select
        source_system,
        table_name,
        native_id,
        case
            when occurred_at is null then 'without an instant'
            when occurred_at >= {{ as_of() }}
                then 'at or after the instant looked from'
            when not is_counted then 'of a kind that no fact counts'
            when person_native_id is null then 'of nobody known'
        end as reason
    from judged

)

select * from row_fates
