{{ config(materialized="table") }}

with

sessions as (

    select * from {{ ref('int_sessions') }}

),

person_activities as (

    select * from {{ ref('int_person_activities') }}

),

campaign_codes as (

    select * from {{ ref('stg_files__campaign_codes') }}

),

-- A code that two campaigns carry leads to one of them only.
codes as (

    select
        platform,
        campaign_id,
        lower(utm_source) as utm_source,
        coalesce(lower(utm_medium), '') as utm_medium,
        coalesce(lower(utm_campaign), '') as utm_campaign
    from campaign_codes
    qualify
        row_number() over (
            partition by
                lower(utm_source),
                coalesce(lower(utm_medium), ''),
                coalesce(lower(utm_campaign), '')
            order by platform, campaign_id
        ) = 1

),

visits as (

    select
        sessions.person_key,
        'session' as touch_type,
        sessions.source_system,
        coalesce(sessions.visitor_id, '') || '|' || sessions.session_id
            as touch_id,
        sessions.started_at as touched_at,
        sessions.channel,
        sessions.source,
        sessions.medium,
        sessions.campaign_name,
        codes.platform,
        codes.campaign_id
    from sessions
    left join codes
        on
            lower(trim(sessions.source)) = codes.utm_source
            and coalesce(lower(trim(sessions.medium)), '') = codes.utm_medium
            and coalesce(lower(trim(sessions.campaign_name)), '')
            = codes.utm_campaign
    where sessions.person_key is not null

),

-- A scanner that opens every link of an e-mail is nobody's interest.
clicks as (

    select
        person_key,
        'email_click' as touch_type,
        source_system,
        source_id as touch_id,
        occurred_at as touched_at,
        'email' as channel,
        cast(null as text) as source,
        cast(null as text) as medium,
        campaign as campaign_name,
        cast(null as text) as platform,
        cast(null as text) as campaign_id
    from person_activities
    where activity = 'email_clicked' and not is_automatic

),

touches as (

    select * from visits

    union all

    select * from clicks

)

select * from touches
