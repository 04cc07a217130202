{#
    A line on a misspelt activity gives nobody points, and one without a limit
    lets a single eager user stand for a whole company: the customers who are
    called first are then the wrong ones.
#}
{{ config(meta={'owner': 'service'}) }}

with

engagement_lines as (

    select * from {{ ref('engagement_lines') }}

),

activities as (

    select * from {{ ref('activities') }}

),

findings as (

    select
        engagement_lines.agreement_version,
        engagement_lines.activity,
        case
            when activities.activity is null
                then
                    'is unknown: name one of seeds/reference/activities.csv'
            when engagement_lines.points is null
                then
                    'has blank points: write a number, below 0 to take some'
                    || ' off'
            when
                engagement_lines.highest_count is null
                or engagement_lines.highest_count < 1
                then
                    'has highest_count '
                    || coalesce(
                        '' || engagement_lines.highest_count, '(blank)'
                    )
                    || ': it must be 1 or more'
        end as finding
    from engagement_lines
    left join activities on engagement_lines.activity = activities.activity

),

reported as (

    select
        agreement_version,
        activity,
        'engagement_lines.csv: activity ' || coalesce(activity, '(blank)')
        || ' of version ' || coalesce('' || agreement_version, '(blank)') || ' '
        || finding || '.' as finding
    from findings
    where finding is not null

)

select * from reported
