with

segmented as (

    select * from {{ ref('int_segmented_messages') }}

),

counted as (

    select
        segment_type,
        segment_value,
        period_start,
        count(*) as sent,
        count(*) filter (where is_delivered) as delivered,
        count(*) filter (where bounce_type = 'soft') as bounced_softly,
        count(*) filter (
            where is_delivered and unsubscribed_at is not null
        ) as unsubscribed,
        count(*) filter (where complained_at is not null) as complained
    from segmented
    group by segment_type, segment_value, period_start

),

metrics as (

    select
        'emails_sent' as metric,
        *,
        sent as numerator,
        null as denominator
    from counted

    union all

    select
        'email_deliverability_rate' as metric,
        *,
        delivered as numerator,
        sent as denominator
    from counted

    union all

    select
        'email_soft_bounce_rate' as metric,
        *,
        bounced_softly as numerator,
        sent as denominator
    from counted

    union all

    select
        'email_unsubscribe_rate' as metric,
        *,
        unsubscribed as numerator,
        delivered as denominator
    from counted

    union all

    select
        'email_complaint_rate' as metric,
        *,
        complained as numerator,
        delivered as denominator
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
