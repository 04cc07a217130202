with

stays as (

    select * from {{ ref('fct_lifecycle') }}
    where
        application_id = 'newsletter'
        and subject_type = 'person'
        and stage in ('subscriber', 'loyal_reader', 'sharer', 'buyer')

),

dates as (

    select * from {{ ref('dim_date') }}

),

-- The month that is not over is looked at on its last day that is.
snapshots as (

    select
        month,
        {{ day_start('max(day_on) + 1') }} as ended_at
    from dates
    where day_on < {{ business_date(as_of()) }}
    group by month

),

subscribers as (

    select
        snapshots.month,
        count(distinct stays.subject_key) as subscribers
    from snapshots
    inner join stays
        on
            snapshots.ended_at > stays.entered_at
            and snapshots.ended_at
            <= coalesce(stays.exited_at, timestamp '9999-12-31')
    group by snapshots.month

),

rows_of_kpi as (

    select
        'newsletter_subscribers' as metric,
        'month' as period_type,
        month as period_start,
        'all' as segment_type,
        'all' as segment_value,
        cast(subscribers as decimal(28, 6)) as numerator,
        cast(null as decimal(28, 6)) as denominator,
        cast(null as date) as settled_on
    from subscribers

)

select * from rows_of_kpi
