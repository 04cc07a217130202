with

sessions as (

    select * from {{ ref('int_sessions') }}

),

-- Queries of addresses are left out: they name people.
fact as (

    select
        session_key,
        source_system,
        case
            when visitor_id is not null
                then {{ surrogate_key(['source_system', 'visitor_id']) }}
        end as visitor_key,
        person_key,
        started_at,
        {{ business_date('started_at') }} as started_on,
        channel,
        source,
        medium,
        campaign_name,
        has_ad_click_id,
        nullif(
            regexp_extract(referrer_url, '^[a-z]+://([^/?#]+)', 1), ''
        ) as referrer_host,
        nullif(
            regexp_extract(landing_page_url, '^([^?#]+)', 1), ''
        ) as landing_page,
        page_views,
        is_engaged,
        page_views = 1 as is_single_page,
        {{ business_date('started_at') }}
        >= {{ business_date(as_of()) }} - 3 as is_provisional
    from sessions

)

select * from fact
