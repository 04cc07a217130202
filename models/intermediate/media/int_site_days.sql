with

sessions as (

    select * from {{ ref('int_sessions') }}

),

site_days as (

    select
        {{ business_date('started_at') }} as day_on,
        'site' as platform,
        source_system as account_id,
        campaign_name as campaign_id,
        channel,
        cast(null as text) as account_time_zone,
        cast(null as bigint) as impressions,
        cast(null as bigint) as reach,
        cast(null as bigint) as clicks,
        cast(null as bigint) as link_clicks,
        cast(null as decimal(18, 6)) as platform_conversions,
        cast(null as bigint) as engagements,
        cast(null as bigint) as followers,
        count(*) as sessions,
        count(is_engaged) as measured_sessions,
        count(*) filter (where is_engaged) as engaged_sessions,
        count(*) filter (where page_views = 1) as single_page_sessions,
        sum(page_views) as page_views,
        count(distinct visitor_id) as visitors,
        cast(null as decimal(18, 6)) as spend_local,
        cast(null as text) as currency,
        3 as days_restated
    from sessions
    group by
        {{ business_date('started_at') }},
        source_system,
        campaign_name,
        channel

)

select * from site_days
