{#
    A promise that delivering exactly what was promised would break, or a
    promise of nothing, makes the weekly verdict meaningless to both teams.
#}
{{ config(meta={'owner': 'sales'}) }}

with

promises as (

    select * from {{ ref('promises') }}

),

findings as (

    select
        agreement_version,
        promise_id,
        case
            when promised_per_week is null or promised_per_week <= 0
                then
                    'promised_per_week '
                    || coalesce('' || promised_per_week, '(blank)')
                    || ': it must be above 0'
            when lowest_attainment is null or lowest_attainment > 1
                then
                    'lowest_attainment '
                    || coalesce('' || lowest_attainment, '(blank)')
                    || ': it must not be above 1'
            when highest_attainment is null or highest_attainment < 1
                then
                    'highest_attainment '
                    || coalesce('' || highest_attainment, '(blank)')
                    || ': it must not be below 1'
        end as finding
    from promises

),

reported as (

    select
        agreement_version,
        promise_id,
        'promises.csv: promise ' || promise_id || ' of version '
        || agreement_version || ' has ' || finding || '.' as finding
    from findings
    where finding is not null

)

select * from reported
