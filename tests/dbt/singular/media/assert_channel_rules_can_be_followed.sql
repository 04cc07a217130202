{#
    Where two versions overlap a session is judged by rules that nobody meant
    together; where none is in force or none matches, a channel's traffic
    becomes unknown.
#}
{{ config(meta={'owner': 'marketing'}) }}

with

rules as (

    select * from {{ ref('channel_rules') }}

),

channels as (

    select * from {{ ref('channels') }}

),

versions as (

    select
        rules_version,
        min(valid_from) as valid_from,
        max(valid_to) as valid_to,
        count(distinct valid_from) as first_days,
        count(distinct coalesce(valid_to, date '9999-12-31')) as last_days,
        max(priority) as last_priority
    from rules
    group by rules_version

),

followed as (

    select
        *,
        lead(rules_version) over (order by rules_version) as next_version,
        lead(valid_from) over (order by rules_version) as next_valid_from
    from versions

),

findings as (

    select
        rules_version,
        case
            when first_days <> 1 or last_days <> 1
                then
                    'has rows with different dates: give all of its rows'
                    || ' the same valid_from and valid_to'
            when valid_to <= valid_from
                then 'ends no later than it starts: correct its dates'
            when next_version is null and valid_to is not null
                then
                    'is the last and ends on ' || valid_to
                    || ': leave its valid_to blank, or write the next one'
            when next_version is not null and valid_to is null
                then
                    'has no valid_to, and version ' || next_version
                    || ' follows it: end it on ' || next_valid_from
            when valid_to <> next_valid_from
                then
                    'ends on ' || valid_to || ' and version ' || next_version
                    || ' starts on ' || next_valid_from
                    || ': end it on that day'
        end as finding
    from followed

    union all

    select
        rules.rules_version,
        case
            when rules.priority is null
                then 'has a row with a blank priority: give each row its own'
            when channels.channel is null
                then
                    'gives the unknown channel '
                    || coalesce(rules.channel, '(blank)')
                    || ': name one of seeds/reference/channels.csv'
            when
                rules.priority = versions.last_priority
                and coalesce(
                    rules.sources,
                    rules.mediums,
                    rules.referrer_contains,
                    rules.click_ids
                ) is not null
                then
                    'does not end with a rule that matches everything:'
                    || ' leave the last one''s conditions blank'
            when
                rules.priority < versions.last_priority
                and coalesce(
                    rules.sources,
                    rules.mediums,
                    rules.referrer_contains,
                    rules.click_ids
                ) is null
                then
                    'has a rule that matches everything with priority '
                    || rules.priority || ', before others: put it last'
        end as finding
    from rules
    left join versions on rules.rules_version = versions.rules_version
    left join channels on rules.channel = channels.channel

),

reported as (

    select
        rules_version,
        'channel_rules.csv: version ' || rules_version || ' ' || finding
        || '.' as finding
    from findings
    where finding is not null

)

select * from reported
