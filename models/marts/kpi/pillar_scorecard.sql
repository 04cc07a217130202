with

metric_months as (

    select * from {{ ref('int_metric_months') }}

),

metrics as (

    select * from {{ ref('metrics') }}

),

pillar_metrics as (

    select * from {{ ref('pillar_metrics') }}

),

pillar_focus as (

    select * from {{ ref('pillar_focus') }}

),

-- The year before a month is added up, so that a small month weighs little.
compared as (

    select
        metric_months.metric,
        metric_months.month,
        metric_months.numerator,
        metric_months.denominator,
        metric_months.is_provisional,
        metrics.kind = 'ratio' as is_ratio,
        metrics.unit,
        count(*) over twelve_months as months_before,
        sum(metric_months.numerator) over twelve_months as numerator_before,
        sum(metric_months.denominator) over twelve_months
            as denominator_before
    from metric_months
    inner join metrics on metric_months.metric = metrics.metric
    window twelve_months as (
        partition by metric_months.metric
        order by metric_months.month
        range between interval 12 month preceding and interval 1 day preceding
    )

),

valued as (

    select
        *,
        case
            when is_ratio
                then
                    cast(numerator as double)
                    / nullif(cast(denominator as double), 0)
            else cast(numerator as double)
        end as value,
        case
            when is_ratio
                then
                    cast(numerator_before as double)
                    / nullif(cast(denominator_before as double), 0)
            else cast(numerator_before as double) / nullif(months_before, 0)
        end as value_before
    from compared

),

scorecard as (

    select
        pillar_metrics.application_id,
        pillar_metrics.pillar,
        valued.month,
        pillar_focus.status,
        pillar_metrics.metric,
        pillar_metrics.owner,
        pillar_metrics.direction,
        valued.unit,
        valued.numerator,
        valued.denominator,
        valued.value,
        cast(pillar_metrics.target as decimal(18, 4)) as target_value,
        case pillar_metrics.direction
            when 'up' then valued.value >= pillar_metrics.target
            else valued.value <= pillar_metrics.target
        end as is_target_reached,
        valued.value_before,
        cast(valued.months_before as integer) as months_before,
        valued.is_provisional
    from pillar_metrics
    inner join valued
        on
            pillar_metrics.metric = valued.metric
            and pillar_metrics.valid_from <= valued.month
            and coalesce(pillar_metrics.valid_to, date '9999-12-31')
            > valued.month
    left join pillar_focus
        on
            pillar_metrics.application_id = pillar_focus.application_id
            and pillar_metrics.pillar = pillar_focus.pillar
            and valued.month >= pillar_focus.valid_from
            and valued.month
            < coalesce(pillar_focus.valid_to, date '9999-12-31')
    where pillar_metrics.is_primary

)

select * from scorecard
