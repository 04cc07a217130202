-- A campaign that nothing leads to still cost what it cost.
{{ config(meta={'owner': 'marketing'}) }}

with

attribution_monthly as (

    select * from {{ ref('attribution_monthly') }}

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

spent as (

    select
        cast(date_trunc('month', day_on) as date) as month,
        sum(spend_reporting) as spend_reporting
    from awareness
    where spend_reporting is not null
    group by cast(date_trunc('month', day_on) as date)

),

expected as (

    select
        spent.month,
        windows.conversion,
        models.model,
        spent.spend_reporting
    from spent
    cross join windows
    cross join models

),

attributed as (

    select
        month,
        conversion,
        model,
        sum(spend_reporting) as spend_reporting
    from attribution_monthly
    where spend_reporting is not null
    group by month, conversion, model

),

findings as (

    select
        coalesce(expected.month, attributed.month) as month,
        coalesce(expected.conversion, attributed.conversion) as conversion,
        coalesce(expected.model, attributed.model) as model,
        expected.spend_reporting,
        attributed.spend_reporting as attributed_spend_reporting
    from expected
    full outer join attributed
        on
            expected.month = attributed.month
            and expected.conversion = attributed.conversion
            and expected.model = attributed.model
    where
        expected.spend_reporting is distinct from attributed.spend_reporting

)

select * from findings
