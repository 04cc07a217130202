with

messages as (

    select * from {{ ref('fct_email_message') }}

),

dated as (

    select
        *,
        cast(date_trunc('month', sent_on) as date) as period_start
    from messages

),

segmented as (

    select
        'all' as segment_type,
        'all' as segment_value,
        *
    from dated

    union all

    select
        'tool' as segment_type,
        tool as segment_value,
        *
    from dated

)

select * from segmented
