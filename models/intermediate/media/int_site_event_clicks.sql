with

ga4_events as (

    select * from {{ ref('int_ga4_site_events') }}

),

file_events as (

    select * from {{ ref('stg_files__web_events') }}

),

unioned as (

    select * from ga4_events

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

)

select * from kinds
