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

address_links as (

    select * from {{ ref('int_address_links') }}

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
        cast(null as text) as gclid,
        cast(null as text) as dclid,
        cast(null as text) as last_click_source,
        cast(null as text) as last_click_medium,
        cast(null as text) as last_click_campaign_name,
        cast(null as boolean) as is_session_engaged,
        'files' as person_system,
        contact_id as person_native_id,
        email as person_email,
        occurred_at
    from file_events

),

-- Most addresses have no click id: these are looked into once only.
clicked as (

    select
        *,
        case
            when
                regexp_matches(
                    page_url,
                    '[?&](dclid|gclid|gbraid|wbraid|gad_source|msclkid'
                    || '|li_fat_id|ttclid|fbclid)=[^&#]'
                )
                then page_url
        end as clicked_url
    from unioned
    where occurred_at < {{ as_of() }}

),

-- A display ad carries Google's other ids too, and a link that
-- somebody shared on Facebook those of the ad that led them there.
kinds as (

    select
        *,
        case
            when dclid is not null then 'dclid'
            when gclid is not null then 'gclid'
            else coalesce(
                nullif(
                    regexp_extract(clicked_url, '[?&](dclid)=[^&#]', 1), ''
                ),
                nullif(
                    regexp_extract(
                        clicked_url,
                        '[?&](gclid|gbraid|wbraid|msclkid|li_fat_id'
                        || '|ttclid)=[^&#]',
                        1
                    ),
                    ''
                ),
                nullif(
                    regexp_extract(clicked_url, '[?&](gad_source)=[^&#]', 1),
                    ''
                ),
                nullif(
                    regexp_extract(clicked_url, '[?&](fbclid)=[^&#]', 1), ''
                )
            )
        end as click_id_kind
    from clicked

),

site_events as (

    select
        kinds.source_system,
        kinds.visitor_id,
        kinds.session_id,
        kinds.event_name,
        kinds.page_url,
        kinds.referrer_url,
        kinds.source,
        kinds.medium,
        kinds.campaign_name,
        kinds.click_id_kind,
        coalesce(kinds.click_id_kind <> 'fbclid', false) as has_ad_click_id,
        kinds.last_click_source,
        kinds.last_click_medium,
        kinds.last_click_campaign_name,
        kinds.is_session_engaged,
        kinds.person_system,
        coalesce(kinds.person_native_id, kinds.person_email)
            as person_native_id,
        kinds.occurred_at,
        {{ person_named('by_id', 'by_address', 'person_key') }} as person_key
    from kinds
    left join person_links as by_id
        on
            kinds.person_system = by_id.source_system
            and kinds.person_native_id = by_id.native_id
            and kinds.person_system <> 'email'
    left join address_links as by_address
        on
            kinds.person_email = by_address.email
            and kinds.occurred_at >= by_address.held_from
            and kinds.occurred_at < by_address.held_to

)

select * from site_events
