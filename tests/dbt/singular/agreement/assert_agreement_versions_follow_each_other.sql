{#
    Where two versions overlap, or none is in force, a lead is judged by the
    wrong rules or by none, and the week's promise is counted twice or not at
    all.
#}
{{ config(meta={'owner': 'marketing'}) }}

with

versions as (

    select * from {{ ref('agreement_versions') }}

),

followed as (

    select
        agreement_version,
        valid_from,
        valid_to,
        lead(agreement_version) over (
            order by agreement_version
        ) as next_version,
        lead(valid_from) over (order by agreement_version) as next_valid_from
    from versions

),

findings as (

    select
        agreement_version,
        case
            when valid_from is null
                then 'has no valid_from: write its first day'
            when valid_to <= valid_from
                then
                    'ends on ' || valid_to || ', not after it starts on '
                    || valid_from || ': correct its dates'
            when next_version is null and valid_to is not null
                then
                    'is the last and ends on ' || valid_to
                    || ': leave its valid_to blank, or write the next one'
            when next_version is not null and valid_to is null
                then
                    'has no valid_to, and version ' || next_version
                    || ' follows it: end it on ' || next_valid_from
            when valid_to > next_valid_from
                then
                    'ends on ' || valid_to || ' and overlaps version '
                    || next_version || ', which starts on ' || next_valid_from
                    || ': end it on that day'
            when valid_to < next_valid_from
                then
                    'ends on '
                    || valid_to
                    || ' and leaves a gap before version '
                    || next_version || ', which starts on ' || next_valid_from
                    || ': end it on that day'
        end as finding
    from followed

),

reported as (

    select
        agreement_version,
        'agreement_versions.csv: version '
        || agreement_version
        || ' '
        || finding
        || '.' as finding
    from findings
    where finding is not null

)

select * from reported
