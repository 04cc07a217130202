with

engagements as (

    select * from {{ ref('stg_hubspot__engagement') }}

),

calls as (

    select * from {{ ref('stg_hubspot__engagement_call') }}

),

emails as (

    select * from {{ ref('stg_hubspot__engagement_email') }}

),

meetings as (

    select * from {{ ref('stg_hubspot__engagement_meeting') }}

),

communications as (

    select * from {{ ref('stg_hubspot__engagement_communication') }}

),

notes as (

    select * from {{ ref('stg_hubspot__engagement_note') }}

),

tasks as (

    select * from {{ ref('stg_hubspot__engagement_task') }}

),

dated_engagements as (

    select
        engagement_id,
        'call_made' as activity,
        owner_id,
        occurred_at,
        is_deleted,
        recorded_at
    from calls

    union all

    select
        emails.engagement_id,
        case
            when
                coalesce(engagements.engagement_type, emails.engagement_type)
                = 'INCOMING_EMAIL'
                then 'incoming_email_received'
            else 'personal_email_written'
        end as activity,
        emails.owner_id,
        emails.occurred_at,
        emails.is_deleted,
        emails.recorded_at
    from emails
    left join engagements on emails.engagement_id = engagements.engagement_id

    union all

    select
        engagement_id,
        'meeting_held' as activity,
        owner_id,
        occurred_at,
        is_deleted,
        recorded_at
    from meetings

    union all

    select
        engagement_id,
        'message_sent' as activity,
        owner_id,
        occurred_at,
        is_deleted,
        recorded_at
    from communications

    union all

    select
        engagement_id,
        'note_taken' as activity,
        owner_id,
        occurred_at,
        is_deleted,
        recorded_at
    from notes

    union all

    select
        engagement_id,
        'task_created' as activity,
        owner_id,
        occurred_at,
        is_deleted,
        recorded_at
    from tasks

)

select * from dated_engagements
