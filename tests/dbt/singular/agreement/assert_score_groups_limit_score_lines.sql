{#
    A limit on a group that no line belongs to limits nothing: a lead that
    reads ten white papers is then worth more than one who asked for a price.
#}
{{ config(meta={'owner': 'marketing'}) }}

with

score_groups as (

    select * from {{ ref('score_groups') }}

),

groups_of_lines as (

    select distinct
        agreement_version,
        axis,
        point_group
    from {{ ref('score_lines') }}

),

findings as (

    select
        score_groups.agreement_version,
        score_groups.axis,
        score_groups.point_group,
        case
            when groups_of_lines.point_group is null
                then
                    'no line in score_lines.csv: correct axis or point_group,'
                    || ' or remove the row'
            when score_groups.highest_points is null
                then 'blank highest_points: write a number, or remove the row'
        end as finding
    from score_groups
    left join groups_of_lines
        on
            score_groups.agreement_version = groups_of_lines.agreement_version
            and score_groups.axis = groups_of_lines.axis
            and score_groups.point_group = groups_of_lines.point_group

),

reported as (

    select
        agreement_version,
        axis,
        point_group,
        'score_groups.csv: group ' || coalesce(point_group, '(blank)')
        || ' of axis ' || coalesce(axis, '(blank)') || ' of version '
        || agreement_version || ' has ' || finding || '.' as finding
    from findings
    where finding is not null

)

select * from reported
