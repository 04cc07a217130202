{#
    A promise that delivering exactly what was promised would break, a promise
    of nothing, or one for a channel that no lead comes from, makes the weekly
    verdict meaningless to both teams.
#}
{{ config(meta={'owner': 'sales'}) }}

with

promises as (

    select * from {{ ref('promises') }}

),

channels as (

    select * from {{ ref('channels') }}

),

findings as (

    select
        promises.agreement_version,
        promises.promise_id,
        case
            when
                promises.source_channel is not null and channels.channel is null
                then
                    'unknown source_channel ' || promises.source_channel
                    || ': name one of seeds/reference/channels.csv, or leave it'
                    || ' blank for all'
            when
                promises.promised_per_week is null
                or promises.promised_per_week <= 0
                then
                    'promised_per_week '
                    || coalesce('' || promises.promised_per_week, '(blank)')
                    || ': it must be above 0'
            when promises.is_prorated is null
                then 'blank is_prorated: write true or false'
            when
                promises.lowest_attainment is null
                or promises.lowest_attainment < 0
                or promises.lowest_attainment > 1
                then
                    'lowest_attainment '
                    || coalesce('' || promises.lowest_attainment, '(blank)')
                    || ': it must be from 0 to 1'
            when
                promises.highest_attainment is null
                or promises.highest_attainment < 1
                then
                    'highest_attainment '
                    || coalesce('' || promises.highest_attainment, '(blank)')
                    || ': it must not be below 1'
            when
                promises.capacity_per_week is null
                or promises.capacity_per_week <= 0
                then
                    'capacity_per_week '
                    || coalesce('' || promises.capacity_per_week, '(blank)')
                    || ': it must be above 0'
            when
                promises.dispute_window_days is null
                or promises.dispute_window_days < 0
                or promises.dispute_window_days > 3650
                then
                    'dispute_window_days '
                    || coalesce('' || promises.dispute_window_days, '(blank)')
                    || ': it must be from 0 to 3650'
        end as finding
    from promises
    left join channels on promises.source_channel = channels.channel

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
