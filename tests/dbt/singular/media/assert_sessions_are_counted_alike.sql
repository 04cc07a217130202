-- Awareness by campaign and the list of sessions are two views
-- of the same visits.
{{ config(meta={'owner': 'marketing'}) }}

with

awareness as (

    select * from {{ ref('fct_awareness') }}

),

sessions as (

    select * from {{ ref('fct_session') }}

),

counted as (

    select
        day_on,
        channel,
        sessions,
        page_views
    from awareness
    where platform = 'site'

    union all

    select
        started_on as day_on,
        channel,
        -1 as sessions,
        -page_views as page_views
    from sessions

),

differing as (

    select
        day_on,
        channel,
        sum(sessions) as sessions,
        sum(page_views) as page_views
    from counted
    group by day_on, channel
    having sum(sessions) <> 0 or sum(page_views) <> 0

)

select * from differing
