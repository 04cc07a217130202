with

ga4_events as (

    select * from {{ ref('stg_ga4__events') }}

),

file_events as (

    select * from {{ ref('stg_files__web_events') }}

),

person_links as (

    select * from {{ ref('int_person_links') }}

),

-- The site sets GA4's user id to the CRM's contact id.
unioned as (

    select
        'ga4' as source_system,
        visitor_id,
        cast(ga_session_id as text) as session_id,
        event_name,
        page_url,
        nullif(trim(referrer_url), '') as referrer_url,
        nullif(lower(trim(source)), '') as source,
        nullif(lower(trim(medium)), '') as medium,
        nullif(trim(campaign_name), '') as campaign_name,
        coalesce(nullif(gclid, ''), nullif(dclid, '')) is not null
            as has_ad_click_id,
        is_session_engaged,
        'hubspot' as person_system,
        user_id as person_native_id,
        occurred_at
    from ga4_events

    union all

    select
        'files' as source_system,
        visitor_id,
        session_id,
        event_name,
        page_url,
        referrer_url,
        lower(utm_source) as source,
        lower(utm_medium) as medium,
        utm_campaign as campaign_name,
        false as has_ad_click_id,
        cast(null as boolean) as is_session_engaged,
        case when contact_id is null then 'email' else 'files' end
            as person_system,
        coalesce(contact_id, email) as person_native_id,
        occurred_at
    from file_events

),

site_events as (

    select
        unioned.*,
        person_links.person_key
    from unioned
    left join person_links
        on
            unioned.person_system = person_links.source_system
            and unioned.person_native_id = person_links.native_id
    where unioned.occurred_at < {{ as_of() }}

)

select * from site_events
