-- Whatever the stream forgot would be missing from every number
-- for ever.
{{ config(meta={'owner': 'data_engineering'}) }}

with

raw_activities as (

    select * from {{ ref('int_raw_activities') }}

),

activities as (

    select * from {{ ref('int_activities') }}

),

distinct_raw as (

    select distinct
        source_system,
        source_table,
        source_id,
        activity
    from raw_activities

),

counted as (

    select
        source_system,
        source_table,
        count(*) as raw_activities,
        0 as streamed_activities
    from distinct_raw
    group by all

    union all

    select
        source_system,
        source_table,
        0 as raw_activities,
        count(*) as streamed_activities
    from activities
    group by all

),

missing as (

    select
        source_system,
        source_table,
        sum(raw_activities) as raw_activities,
        sum(streamed_activities) as streamed_activities
    from counted
    group by source_system, source_table
    having sum(raw_activities) > sum(streamed_activities)

)

select * from missing
