{{ config(materialized="table") }}

with

months as (

    select * from {{ ref('int_months') }}

),

versions as (

    select * from {{ ref('agreement_versions') }}

),

engagement_lines as (

    select * from {{ ref('engagement_lines') }}

),

account_activities as (

    select * from {{ ref('int_account_activities') }}

),

-- A month is judged by the version in force on the day on which it is
-- looked at.
lines_of_months as (

    select
        months.month,
        engagement_lines.agreement_version,
        engagement_lines.activity,
        engagement_lines.points,
        engagement_lines.highest_count
    from months
    inner join versions
        on
            months.snapshot_on >= versions.valid_from
            and months.snapshot_on
            < coalesce(versions.valid_to, date '9999-12-31')
    inner join engagement_lines
        on versions.agreement_version = engagement_lines.agreement_version

),

counted as (

    select
        account_key,
        cast(
            date_trunc('month', {{ business_date('occurred_at') }}) as date
        ) as month,
        activity,
        count(*) as activities
    from account_activities
    where activity in (select engagement_lines.activity from engagement_lines)
    group by all

),

scored as (

    select
        counted.account_key,
        counted.month,
        cast(least(
            sum(
                lines_of_months.points
                * least(counted.activities, lines_of_months.highest_count)
            ),
            100
        ) as decimal(18, 2)) as engagement_score
    from counted
    inner join lines_of_months
        on
            counted.month = lines_of_months.month
            and counted.activity = lines_of_months.activity
    group by all

)

select * from scored
