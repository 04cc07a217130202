with

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

engagements as (

    select
        'engagement_call' as table_name,
        engagement_id,
        occurred_at,
        is_deleted
    from calls

    union all

    select
        'engagement_email' as table_name,
        engagement_id,
        occurred_at,
        is_deleted
    from emails

    union all

    select
        'engagement_meeting' as table_name,
        engagement_id,
        occurred_at,
        is_deleted
    from meetings

    union all

    select
        'engagement_communication' as table_name,
        engagement_id,
        occurred_at,
        is_deleted
    from communications

    union all

    select
        'engagement_note' as table_name,
        engagement_id,
        occurred_at,
        is_deleted
    from notes

    union all

    select
        'engagement_task' as table_name,
        engagement_id,
        occurred_at,
        is_deleted
    from tasks

)

select * from engagements
