-- The tree of a North Star from its top downwards, month by month.
with recursive

metric_months as (

    select * from {{ ref('int_metric_months') }}

),

metric_tree as (

    select * from {{ ref('metric_tree') }}

),

metrics as (

    select * from {{ ref('metrics') }}

),

placed as (

    select
        application_id,
        metric,
        parent_metric,
        owner,
        0 as tree_depth,
        metric as tree_path
    from metric_tree
    where parent_metric is null

    union all

    select
        metric_tree.application_id,
        metric_tree.metric,
        metric_tree.parent_metric,
        metric_tree.owner,
        placed.tree_depth + 1 as tree_depth,
        placed.tree_path || ' > ' || metric_tree.metric as tree_path
    from placed
    inner join metric_tree
        on
            placed.application_id = metric_tree.application_id
            and placed.metric = metric_tree.parent_metric

),

north_star as (

    select
        placed.application_id,
        placed.metric,
        metric_months.month,
        placed.parent_metric,
        placed.tree_depth,
        placed.tree_path,
        placed.owner,
        metric_months.numerator,
        metric_months.denominator,
        case
            when metrics.kind = 'ratio'
                then
                    cast(metric_months.numerator as double)
                    / nullif(cast(metric_months.denominator as double), 0)
            else cast(metric_months.numerator as double)
        end as value,
        metric_months.is_provisional
    from placed
    inner join metric_months on placed.metric = metric_months.metric
    inner join metrics on placed.metric = metrics.metric

)

select * from north_star
