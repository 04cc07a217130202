with

ga4_events as (

    select * from {{ ref('stg_ga4__events') }}

),

-- To whom GA4 credits a session, of its three parts the first that
-- names somebody. A link that Google Ads tagged is no organic one.
credited as (

    select
        *,
        case
            when
                coalesce(last_click_ads_id, last_click_ads_name) is not null
                and coalesce(lower(last_click_medium), 'organic') in (
                    'organic', '(none)', '(not set)'
                )
                then 'google_ads'
            when
                coalesce(lower(last_click_source), '')
                not in ('', '(direct)', '(none)', '(not set)')
                then 'manual'
            when
                coalesce(lower(cross_channel_source), '')
                not in ('', '(direct)', '(none)', '(not set)')
                then 'cross_channel'
            else 'nobody'
        end as last_click_part
    from ga4_events

),

-- The site sets GA4's user id to the id of a person in one system.
site_events as (

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
        nullif(gclid, '') as gclid,
        nullif(dclid, '') as dclid,
        case last_click_part
            when 'google_ads' then 'google'
            when 'manual' then lower(trim(last_click_source))
            when 'cross_channel' then lower(trim(cross_channel_source))
            else cast(null as text)
        end as last_click_source,
        case last_click_part
            when 'google_ads' then 'cpc'
            when 'manual' then nullif(lower(trim(last_click_medium)), '')
            when 'cross_channel'
                then nullif(lower(trim(cross_channel_medium)), '')
            else cast(null as text)
        end as last_click_medium,
        case last_click_part
            when 'google_ads' then nullif(trim(last_click_ads_name), '')
            when 'manual' then nullif(trim(last_click_campaign_name), '')
            when 'cross_channel'
                then nullif(trim(cross_channel_campaign_name), '')
            else cast(null as text)
        end as last_click_campaign_name,
        is_session_engaged,
        '{{ var("ga4_user_id_system") }}' as person_system,
        {{ ga4_person_id('user_id') }} as person_native_id,
        case
            when '{{ var("ga4_user_id_system") }}' = 'email'
                then {{ ga4_person_id('user_id') }}
        end as person_email,
        occurred_at
    from credited

)

select * from site_events
