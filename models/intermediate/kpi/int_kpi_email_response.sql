with

segmented as (

    select * from {{ ref('int_segmented_messages') }}

),

-- What machines open and scanners click was no response.
counted as (

    select
        segment_type,
        segment_value,
        period_start,
        count(*) as delivered,
        count(*) filter (where first_human_open_at is not null) as opened,
        count(*) filter (where first_open_at is not null)
            as opened_or_fetched,
        count(*) filter (where is_read) as read_through,
        count(is_read) as delivered_with_duration,
        count(*) filter (where first_human_click_at is not null) as clicked,
        count(*) filter (
            where
            first_human_open_at is not null
            or first_human_click_at is not null
        ) as opened_or_clicked
    from segmented
    where is_delivered
    group by segment_type, segment_value, period_start

),

metrics as (

    select
        'email_open_rate' as metric,
        *,
        opened as numerator,
        delivered as denominator
    from counted

    union all

    select
        'email_open_rate_with_machines' as metric,
        *,
        opened_or_fetched as numerator,
        delivered as denominator
    from counted

    union all

    select
        'email_read_rate' as metric,
        *,
        read_through as numerator,
        delivered_with_duration as denominator
    from counted

    union all

    select
        'email_click_rate' as metric,
        *,
        clicked as numerator,
        delivered as denominator
    from counted

    union all

    select
        'email_click_to_open_rate' as metric,
        *,
        clicked as numerator,
        opened_or_clicked as denominator
    from counted

),

rows_of_kpi as (

    select
        metric,
        'month' as period_type,
        period_start,
        segment_type,
        segment_value,
        cast(numerator as decimal(28, 6)) as numerator,
        cast(denominator as decimal(28, 6)) as denominator,
        cast(null as date) as settled_on
    from metrics

)

select * from rows_of_kpi
