{#
    A score below the lowest grade has none, and its lead falls out of every
    count by grade. Points may be negative, so that 0 is not low enough.
#}
{{ config(meta={'owner': 'marketing'}) }}

with

score_lines as (

    select * from {{ ref('score_lines') }}

),

lines_of_axis as (

    select distinct
        agreement_version,
        axis
    from score_lines
    where axis in ('fit', 'engagement')

),

grades as (

    select
        *,
        count(*) over (
            partition by agreement_version, axis, lowest_score
        ) as grades_of_score
    from {{ ref('score_grades') }}

),

axes as (

    select
        agreement_version,
        axis
    from lines_of_axis
    union
    select
        agreement_version,
        axis
    from grades

),

grades_of_axis as (

    select
        agreement_version,
        axis,
        min(lowest_score) as lowest_score
    from grades
    group by agreement_version, axis

),

findings_of_axes as (

    select
        axes.agreement_version,
        'axis ' || coalesce(axes.axis, '(blank)') as part,
        case
            when lines_of_axis.axis is null
                then
                    'no line in score_lines.csv: write one, or remove its'
                    || ' grades'
            when grades_of_axis.axis is null
                then 'no grade: write at least one'
            when grades_of_axis.lowest_score > -1000
                then
                    'a lowest grade from ' || grades_of_axis.lowest_score
                    || ': begin it at -1000 or below, so that it is reached by'
                    || ' every score'
        end as finding
    from axes
    left join lines_of_axis
        on
            axes.agreement_version = lines_of_axis.agreement_version
            and axes.axis = lines_of_axis.axis
    left join grades_of_axis
        on
            axes.agreement_version = grades_of_axis.agreement_version
            and axes.axis = grades_of_axis.axis

),

findings_of_grades as (

    select
        agreement_version,
        'grade ' || coalesce(grade, '(blank)') || ' of axis '
        || coalesce(axis, '(blank)') as part,
        case
            when lowest_score is null
                then 'a blank lowest_score: write a number'
            when grades_of_score > 1
                then
                    'lowest_score ' || lowest_score || ', which another grade'
                    || ' of the axis has: give each its own'
        end as finding
    from grades

),

findings as (

    select * from findings_of_axes
    union all
    select * from findings_of_grades

),

reported as (

    select
        agreement_version,
        'score_grades.csv: ' || part || ' of version ' || agreement_version
        || ' has ' || finding || '.' as finding
    from findings
    where finding is not null

)

select * from reported
