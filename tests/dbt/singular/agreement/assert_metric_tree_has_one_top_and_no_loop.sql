{#
    A metric that hangs nowhere, or from itself, moves nothing: whoever works
    on it works beside the North Star.
#}
{{ config(meta={'owner': 'data_engineering'}) }}

with recursive

metric_tree as (

    select * from {{ ref('metric_tree') }}

),

metrics as (

    select * from {{ ref('metrics') }}

),

reached as (

    select
        application_id,
        metric
    from metric_tree
    where parent_metric is null

    union all

    select
        metric_tree.application_id,
        metric_tree.metric
    from reached
    inner join metric_tree
        on
            reached.application_id = metric_tree.application_id
            and reached.metric = metric_tree.parent_metric

),

findings as (

    select
        'metric_tree.csv: metric ' || metric_tree.metric || ' of application '
        || metric_tree.application_id
        || ' does not lead to its North Star: name a parent_metric that does.'
            as finding
    from metric_tree
    left join reached
        on
            metric_tree.application_id = reached.application_id
            and metric_tree.metric = reached.metric
    where reached.metric is null

    union all

    select
        'metric_tree.csv: application ' || application_id || ' has '
        || count(*) filter (where parent_metric is null)
        || ' metrics without parent_metric: the North Star is one.' as finding
    from metric_tree
    group by application_id
    having count(*) filter (where parent_metric is null) <> 1

    union all

    select
        'metric_tree.csv: metric ' || metric_tree.metric || ' is unknown: name'
        || ' one of seeds/reference/metrics.csv.' as finding
    from metric_tree
    left join metrics on metric_tree.metric = metrics.metric
    where metrics.metric is null

)

select * from findings
