with

social_accounts as (

    select * from {{ ref('stg_files__social_accounts') }}

),

social_days as (

    select
        day_on,
        platform,
        account_id,
        cast(null as text) as campaign_id,
        'social' as channel,
        cast(null as text) as account_time_zone,
        impressions,
        reach,
        cast(null as bigint) as clicks,
        link_clicks,
        cast(null as decimal(18, 6)) as platform_conversions,
        engagements,
        followers,
        cast(null as bigint) as sessions,
        cast(null as bigint) as measured_sessions,
        cast(null as bigint) as engaged_sessions,
        cast(null as bigint) as single_page_sessions,
        cast(null as bigint) as page_views,
        cast(null as bigint) as visitors,
        cast(null as decimal(18, 6)) as spend_local,
        cast(null as text) as currency,
        0 as days_restated
    from social_accounts
    where day_on < {{ business_date(as_of()) }}

)

select * from social_days
