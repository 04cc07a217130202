-- Content of another family would be left out of the reading list
-- without a word.
{{ config(meta={'owner': 'marketing'}) }}

with

content_activities as (

    select * from {{ ref('content_activities') }}

),

activities as (

    select * from {{ ref('activities') }}

),

findings as (

    select
        'content_activities.csv: ' || content_activities.activity
        || ' is no activity of family form of activities.csv.' as finding
    from content_activities
    left join activities
        on
            content_activities.activity = activities.activity
            and activities.family = 'form'
    where activities.activity is null

)

select * from findings
