with

responses as (

    select * from {{ ref('stg_files__survey_responses') }}

),

invitations as (

    select * from {{ ref('stg_files__referral_invitations') }}

),

reviews as (

    select * from {{ ref('stg_files__reviews') }}

),

tickets as (

    select * from {{ ref('stg_hubspot__ticket') }}

),

landed as (

    select
        'files' as source_system,
        'survey_responses' as table_name,
        response_id as native_id,
        false as is_deleted,
        least(sent_at, answered_at) as occurred_at
    from responses

    union all

    select
        'files' as source_system,
        'referral_invitations' as table_name,
        invitation_id as native_id,
        false as is_deleted,
        sent_at as occurred_at
    from invitations

    union all

    select
        'files' as source_system,
        'reviews' as table_name,
        review_id as native_id,
        false as is_deleted,
        least(asked_at, answered_at, permission_at, published_at)
            as occurred_at
    from reviews

    union all

    select
        'hubspot' as source_system,
        'ticket' as table_name,
        cast(ticket_id as text) as native_id,
        is_deleted,
        least(created_at, closed_at) as occurred_at
    from tickets

)

select * from landed
