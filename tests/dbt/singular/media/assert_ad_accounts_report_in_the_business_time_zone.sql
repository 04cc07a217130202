-- A day cut by other clocks holds hours of its neighbours: its
-- numbers stand beside those of other days than ours.
{{ config(severity='warn', meta={'owner': 'marketing'}) }}

with

awareness as (

    select * from {{ ref('fct_awareness') }}

),

foreign_accounts as (

    select
        platform,
        account_id,
        account_time_zone,
        'The days of account ' || account_id || ' of ' || platform
        || ' are those of ' || account_time_zone
        || ', not of {{ var("business_timezone") }}: change its time zone on'
        || ' the platform, or read its days with care.' as finding
    from awareness
    where account_time_zone <> '{{ var("business_timezone") }}'
    group by platform, account_id, account_time_zone

)

select * from foreign_accounts
