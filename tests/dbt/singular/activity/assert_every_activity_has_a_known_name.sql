-- A misspelt activity would meet no rule and stop no
-- clock, and nobody would know why.
{{ config(severity='warn', meta={'owner': 'data_engineering'}) }}

with

activities as (

    select * from {{ ref('int_activities') }}

),

names as (

    select * from {{ ref('activities') }}

),

unknown as (

    select
        activities.source_system,
        activities.source_table,
        activities.activity,
        count(*) as rows_with_that_name
    from activities
    left join names on activities.activity = names.activity
    where names.activity is null
    group by all

)

select * from unknown
