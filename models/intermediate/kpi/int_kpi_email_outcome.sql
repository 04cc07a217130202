with

segmented as (

    select * from {{ ref('int_segmented_messages') }}

),

-- An address is bad in a month in which one of its messages
-- bounced hard.
addresses as (

    select
        segment_type,
        segment_value,
        period_start,
        address_key,
        bool_or(coalesce(bounce_type = 'hard', false)) as is_bad
    from segmented
    where address_key is not null
    group by segment_type, segment_value, period_start, address_key

),

metrics as (

    select
        'address_validity_rate' as metric,
        segment_type,
        segment_value,
        period_start,
        count(*) filter (where not is_bad) as numerator,
        count(*) as denominator
    from addresses
    group by segment_type, segment_value, period_start

    union all

    select
        'email_conversion_rate' as metric,
        segment_type,
        segment_value,
        period_start,
        count(*) filter (
            where is_delivered and converted_at is not null
        ) as numerator,
        count(*) filter (where is_delivered) as denominator
    from segmented
    group by segment_type, segment_value, period_start

    union all

    select
        'email_efficiency_rate' as metric,
        segment_type,
        segment_value,
        period_start,
        count(converted_at) as numerator,
        count(*) as denominator
    from segmented
    group by segment_type, segment_value, period_start

    union all

    select
        'email_unsubscribes' as metric,
        segment_type,
        segment_value,
        cast(date_trunc('month', unsubscribed_on) as date) as period_start,
        count(*) as numerator,
        null as denominator
    from segmented
    where unsubscribed_on is not null
    group by
        segment_type,
        segment_value,
        date_trunc('month', unsubscribed_on)

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
