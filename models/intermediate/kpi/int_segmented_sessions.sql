with

sessions as (

    select * from {{ ref('fct_session') }}

),

dated as (

    select
        *,
        cast(date_trunc('month', started_on) as date) as period_start
    from sessions

),

segmented as (

    select
        'all' as segment_type,
        'all' as segment_value,
        *
    from dated

    union all

    select
        'channel' as segment_type,
        channel as segment_value,
        *
    from dated

)

select * from segmented
