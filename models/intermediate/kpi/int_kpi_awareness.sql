with

ads as (

    select * from {{ ref('int_kpi_ads') }}

),

media_spend as (

    select * from {{ ref('int_kpi_media_spend') }}

),

platforms as (

    select * from {{ ref('int_kpi_platforms') }}

),

social as (

    select * from {{ ref('int_kpi_social') }}

),

social_engagement as (

    select * from {{ ref('int_kpi_social_engagement') }}

),

site as (

    select * from {{ ref('int_kpi_site') }}

),

site_engagement as (

    select * from {{ ref('int_kpi_site_engagement') }}

),

newsletter as (

    select * from {{ ref('int_kpi_newsletter') }}

),

newsletter_subscribers as (

    select * from {{ ref('int_kpi_newsletter_subscribers') }}

),

email as (

    select * from {{ ref('int_kpi_email') }}

),

unioned as (

    select * from ads

    union all

    select * from media_spend

    union all

    select * from platforms

    union all

    select * from social

    union all

    select * from social_engagement

    union all

    select * from site

    union all

    select * from site_engagement

    union all

    select * from newsletter

    union all

    select * from newsletter_subscribers

    union all

    select * from email

)

select * from unioned
