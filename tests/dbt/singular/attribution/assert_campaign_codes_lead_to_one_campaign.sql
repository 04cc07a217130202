-- A code of a campaign that no platform reports leads nowhere, and a code of
-- two campaigns is credited to one of them only.
{{ config(severity='warn', meta={'owner': 'marketing'}) }}

with

campaign_codes as (

    select * from {{ ref('stg_files__campaign_codes') }}

),

campaigns as (

    select * from {{ ref('dim_campaign') }}

),

findings as (

    select
        'campaign_codes: ' || campaign_codes.platform || ' reports no campaign '
        || campaign_codes.campaign_id as finding
    from campaign_codes
    left join campaigns
        on
            campaign_codes.platform = campaigns.platform
            and campaign_codes.campaign_id = campaigns.campaign_id
    where campaigns.campaign_key is null

    union all

    select
        'campaign_codes: source ' || lower(utm_source) || ', medium '
        || coalesce(lower(utm_medium), 'none') || ' and campaign '
        || coalesce(lower(utm_campaign), 'none')
        || ' are declared for several campaigns' as finding
    from campaign_codes
    group by
        lower(utm_source),
        coalesce(lower(utm_medium), 'none'),
        coalesce(lower(utm_campaign), 'none')
    having count(*) > 1

)

select * from findings
