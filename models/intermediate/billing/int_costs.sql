{{ config(materialized="table") }}

with

ad_performance as (

    select * from {{ ref('int_ad_performance') }}

),

costs as (

    select * from {{ ref('stg_files__costs') }}

),

cost_scopes as (

    select * from {{ ref('cost_scopes') }}

),

monthly_rates as (

    select * from {{ ref('int_monthly_rates') }}

),

unioned as (

    select
        platform as source_system,
        ad_account_id,
        campaign_id,
        cast(null as text) as cost_id,
        reported_on as incurred_on,
        'media' as category,
        'marketing' as team,
        channel,
        currency,
        cast(spend as decimal(18, 6)) as amount_local
    from ad_performance
    where spend is not null

    union all

    select
        'files' as source_system,
        cast(null as text) as ad_account_id,
        cast(null as text) as campaign_id,
        cost_id,
        incurred_on,
        category,
        team,
        channel,
        currency,
        cast(amount as decimal(18, 6)) as amount_local
    from costs

),

scopes as (

    select
        category,
        team,
        bool_or(scope = 'marketing') as is_marketing_scope,
        bool_or(scope = 'full') as is_full_scope
    from cost_scopes
    group by category, team

),

resolved as (

    select
        unioned.source_system,
        unioned.ad_account_id,
        unioned.campaign_id,
        unioned.cost_id,
        unioned.incurred_on,
        cast(date_trunc('month', unioned.incurred_on) as date) as month,
        unioned.category,
        unioned.team,
        coalesce(unioned.channel, 'unattributed') as channel,
        coalesce(scopes.is_marketing_scope, false) as is_marketing_scope,
        coalesce(scopes.is_full_scope, false) as is_full_scope,
        unioned.currency,
        unioned.amount_local,
        cast(
            unioned.amount_local * monthly_rates.rate as decimal(18, 6)
        ) as amount_reporting
    from unioned
    left join scopes
        on unioned.category = scopes.category and unioned.team = scopes.team
    left join monthly_rates
        on
            unioned.currency = monthly_rates.currency
            and cast(date_trunc('month', unioned.incurred_on) as date)
            = monthly_rates.month
    where unioned.incurred_on < {{ business_date(as_of()) }}

)

select * from resolved
