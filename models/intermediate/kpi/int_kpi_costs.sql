with

costs as (

    select * from {{ ref('fct_cost') }}

),

acquisition as (

    select * from {{ ref('fct_acquisition') }}

),

-- A channel that costs and brings nobody keeps its row, and so does one that
-- brings leads for nothing.
measured as (

    select
        month,
        channel,
        case when is_marketing_scope then amount_reporting else 0 end
            as marketing_cost,
        case when is_full_scope then amount_reporting else 0 end as full_cost,
        is_marketing_scope,
        is_full_scope,
        0 as hand_offs
    from costs
    where is_marketing_scope or is_full_scope

    union all

    select
        cast(
            date_trunc('month', {{ business_date('handed_off_at') }}) as date
        ) as month,
        source_channel as channel,
        0 as marketing_cost,
        0 as full_cost,
        true as is_marketing_scope,
        false as is_full_scope,
        1 as hand_offs
    from acquisition
    where counts_toward_promise

),

by_segment as (

    select
        *,
        'all' as segment_type,
        'all' as segment_value
    from measured

    union all

    select
        *,
        'channel' as segment_type,
        channel as segment_value
    from measured

),

metrics as (

    select
        'cost_per_qualified_lead' as metric,
        month as period_start,
        segment_type,
        segment_value,
        coalesce(sum(marketing_cost), 0) as numerator,
        sum(hand_offs) as denominator
    from by_segment
    where is_marketing_scope
    group by month, segment_type, segment_value

    union all

    select
        'acquisition_cost' as metric,
        month as period_start,
        segment_type,
        segment_value,
        coalesce(sum(full_cost), 0) as numerator,
        null as denominator
    from by_segment
    where is_full_scope
    group by month, segment_type, segment_value

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
