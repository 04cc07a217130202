with

ad_days as (

    select * from {{ ref('int_ad_days') }}

),

social_days as (

    select * from {{ ref('int_social_days') }}

),

site_days as (

    select * from {{ ref('int_site_days') }}

),

monthly_rates as (

    select * from {{ ref('int_monthly_rates') }}

),

unioned as (

    select * from ad_days

    union all

    select * from social_days

    union all

    select * from site_days

),

-- A number that the platform may still restate is provisional.
awareness as (

    select
        {{ surrogate_key([
            'unioned.day_on',
            'unioned.platform',
            "coalesce(unioned.account_id, '')",
            "coalesce(unioned.campaign_id, '')",
            'unioned.channel'
        ]) }} as awareness_key,
        unioned.day_on,
        unioned.platform,
        unioned.account_id,
        unioned.campaign_id,
        case
            when unioned.campaign_id is not null and unioned.platform <> 'site'
                then {{ surrogate_key([
                    'unioned.platform', 'unioned.campaign_id'
                ]) }}
        end as campaign_key,
        unioned.channel,
        unioned.account_time_zone,
        cast(unioned.impressions as bigint) as impressions,
        cast(unioned.reach as bigint) as reach,
        cast(
            cast(unioned.impressions as double) / nullif(unioned.reach, 0)
            as decimal(18, 6)
        ) as frequency,
        cast(unioned.clicks as bigint) as clicks,
        cast(unioned.link_clicks as bigint) as link_clicks,
        unioned.platform_conversions,
        unioned.engagements,
        unioned.followers,
        unioned.sessions,
        unioned.measured_sessions,
        unioned.engaged_sessions,
        unioned.single_page_sessions,
        cast(unioned.page_views as bigint) as page_views,
        unioned.visitors,
        cast(unioned.spend_local as decimal(18, 6)) as spend_local,
        unioned.currency,
        cast(
            unioned.spend_local * monthly_rates.rate as decimal(18, 6)
        ) as spend_reporting,
        unioned.days_restated,
        unioned.day_on >= {{ business_date(as_of()) }} - unioned.days_restated
            as is_provisional
    from unioned
    left join monthly_rates
        on
            unioned.currency = monthly_rates.currency
            and cast(date_trunc('month', unioned.day_on) as date)
            = monthly_rates.month

)

select * from awareness
