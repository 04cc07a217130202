with

deals as (

    select * from {{ ref('fct_deal') }}

),

contents as (

    select * from {{ ref('fct_content') }}

),

-- Both ask what became of somebody whom marketing keeps warm.
units as (

    select
        'nurture_recovery_rate' as metric,
        cast(date_trunc('month', closed_on) as date) as period_start,
        'reason' as segment_type,
        coalesce(reason, 'unknown') as segment_value,
        is_recovered as is_counted
    from deals
    where is_recycled_end

    union all

    select
        'content_influence_rate' as metric,
        cast(date_trunc('month', first_consumed_on) as date) as period_start,
        'content' as segment_type,
        content as segment_value,
        is_won_after as is_counted
    from contents

),

segmented as (

    select * from units

    union all

    select
        metric,
        period_start,
        'all' as segment_type,
        'all' as segment_value,
        is_counted
    from units

),

metrics as (

    select
        metric,
        period_start,
        segment_type,
        segment_value,
        count(*) filter (where is_counted) as numerator,
        count(*) as denominator,
        cast(period_start + interval 1 month as date) as period_end
    from segmented
    group by metric, period_start, segment_type, segment_value

),

-- Whoever was postponed in the last instant of the month may still come back
-- while that instant's window lasts.
rows_of_kpi as (

    select
        metric,
        'month' as period_type,
        period_start,
        segment_type,
        segment_value,
        cast(numerator as decimal(28, 6)) as numerator,
        cast(denominator as decimal(28, 6)) as denominator,
        case
            when metric = 'nurture_recovery_rate'
                then
                    {{ business_date(
                        day_start('period_end') ~ " + "
                        ~ var('nurture_window_days')
                        ~ " * interval 1 day - interval 1 microsecond"
                    ) }} + 1
        end as settled_on
    from metrics

)

select * from rows_of_kpi
