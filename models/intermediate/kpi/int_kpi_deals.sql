with

deals as (

    select * from {{ ref('fct_deal') }}

),

closed_deals as (

    select
        cast(date_trunc('month', closed_on) as date) as period_start,
        source_channel,
        coalesce(owner_name, 'unknown') as owner_name,
        coalesce(reason, 'unknown') as reason,
        outcome,
        coalesce(amount_reporting, 0) as amount_reporting
    from deals
    where kind = 'new_business' and closed_on is not null

),

segmented as (

    select
        closed_deals.*,
        'all' as segment_type,
        'all' as segment_value
    from closed_deals

    union all

    select
        closed_deals.*,
        'channel' as segment_type,
        source_channel as segment_value
    from closed_deals

    union all

    select
        closed_deals.*,
        'owner' as segment_type,
        owner_name as segment_value
    from closed_deals

    union all

    select
        closed_deals.*,
        'reason' as segment_type,
        reason as segment_value
    from closed_deals

),

-- What is postponed is neither won nor lost.
metrics as (

    select
        'win_rate' as metric,
        period_start,
        segment_type,
        segment_value,
        count(*) filter (where outcome = 'won') as numerator,
        count(*) as denominator
    from segmented
    where outcome in ('won', 'lost') and segment_type <> 'reason'
    group by period_start, segment_type, segment_value

    union all

    select
        'win_rate_by_amount' as metric,
        period_start,
        segment_type,
        segment_value,
        sum(
            case when outcome = 'won' then amount_reporting else 0 end
        ) as numerator,
        sum(amount_reporting) as denominator
    from segmented
    where outcome in ('won', 'lost') and segment_type <> 'reason'
    group by period_start, segment_type, segment_value

    union all

    select
        'deals_' || outcome as metric,
        period_start,
        segment_type,
        segment_value,
        count(*) as numerator,
        null as denominator
    from segmented
    where
        outcome in ('lost', 'recycled')
        and segment_type in ('all', 'reason')
    group by outcome, period_start, segment_type, segment_value

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
