with

conversations as (

    select * from {{ ref('int_crm_conversations') }}

),

engagements as (

    select * from {{ ref('stg_hubspot__engagement') }}

),

emails as (

    select * from {{ ref('stg_hubspot__engagement_email') }}

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

outcomes as (

    select
        engagement,
        property,
        lower(outcome) as outcome,
        activity
    from {{ ref('engagement_outcomes') }}

),

judged_emails as (

    select
        emails.engagement_id,
        coalesce(directions.activity, 'personal_email_written') as activity,
        emails.owner_id,
        emails.occurred_at,
        emails.is_deleted,
        emails.recorded_at
    from emails
    left join engagements on emails.engagement_id = engagements.engagement_id
    left join outcomes as directions
        on
            directions.engagement = 'email'
            and directions.property = 'direction'
            and lower(
                coalesce(
                    emails.direction,
                    engagements.engagement_type,
                    emails.engagement_type
                )
            ) = directions.outcome

),

dated_engagements as (

    select * from conversations

    union all

    select * from judged_emails

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
