with

attribution as (

    select * from {{ ref('fct_attribution') }}

),

awareness as (

    select * from {{ ref('fct_awareness') }}

),

models as (

    select * from {{ ref('attribution_models') }}

),

windows as (

    select * from {{ ref('attribution_windows') }}

),

campaign_months as (

    select
        cast(date_trunc('month', day_on) as date) as month,
        channel,
        campaign_key,
        sum(spend_reporting) as spend_reporting
    from awareness
    where spend_local is not null
    group by all

),

-- What a campaign cost is told whether or not anything is credited to it.
unioned as (

    select
        cast(date_trunc('month', converted_on) as date) as month,
        conversion,
        model,
        channel,
        campaign_key,
        credit,
        value_reporting,
        cast(null as decimal(28, 6)) as spend_reporting
    from attribution

    union all

    select
        campaign_months.month,
        windows.conversion,
        models.model,
        campaign_months.channel,
        campaign_months.campaign_key,
        cast(0 as decimal(10, 9)) as credit,
        cast(0 as decimal(18, 6)) as value_reporting,
        cast(campaign_months.spend_reporting as decimal(28, 6))
            as spend_reporting
    from campaign_months
    cross join windows
    cross join models

),

summed as (

    select
        month,
        conversion,
        model,
        channel,
        campaign_key,
        cast(sum(credit) as decimal(28, 9)) as credits,
        cast(sum(value_reporting) as decimal(28, 6)) as value_reporting,
        cast(sum(spend_reporting) as decimal(28, 6)) as spend_reporting
    from unioned
    group by all

),

keyed as (

    select
        {{ surrogate_key([
            'month',
            'conversion',
            'model',
            'channel',
            'coalesce(campaign_key, 0)'
        ]) }} as attribution_month_key,
        summed.*
    from summed

)

select * from keyed
