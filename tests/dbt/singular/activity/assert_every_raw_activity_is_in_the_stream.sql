-- Whatever the stream forgot would be missing from every number
-- for ever.
{{ config(meta={'owner': 'data_engineering'}) }}

with

raw_activities as (

    select * from {{ ref('int_raw_activities') }}
    where not is_deleted and occurred_at < {{ as_of() }}

),

activities as (

    select * from {{ ref('int_activities') }}

),

counted as (

    select
        source_system,
        source_table,
        1 as raw_activities,
        0 as streamed_activities
    from raw_activities

    union all

    select
        source_system,
        source_table,
        0 as raw_activities,
        1 as streamed_activities
    from activities

),

-- A row more is as wrong as a row fewer: somebody would have done it twice.
differing as (

    select
        source_system,
        source_table,
        sum(raw_activities) as raw_activities,
        sum(streamed_activities) as streamed_activities
    from counted
    group by source_system, source_table
    having sum(raw_activities) <> sum(streamed_activities)

)

select * from differing
