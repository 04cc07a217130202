{{ config(materialized="table") }}

with

signals as (

    select * from {{ ref('int_signals') }}

),

versions as (

    select * from {{ ref('agreement_versions') }}

),

rules as (

    select * from {{ ref('qualification_rules') }}

),

excluded_people as (

    select * from {{ ref('int_excluded_people') }}

),

-- The version in force is the one of the day on which the activity happened.
judged as (

    select
        signals.activity_key,
        signals.person_key,
        signals.cycle_no,
        signals.activity,
        signals.occurred_at,
        signals.recorded_at,
        signals.detail,
        signals.campaign,
        versions.agreement_version,
        rules.rule_id,
        rules.priority,
        rules.qualification_path,
        rules.minimum_count,
        rules.window_days
    from signals
    inner join versions
        on
            {{ business_date('signals.occurred_at') }} >= versions.valid_from
            and {{ business_date('signals.occurred_at') }}
            < coalesce(versions.valid_to, date '9999-12-31')
    inner join rules
        on
            versions.agreement_version = rules.agreement_version
            and signals.activity = rules.activity

),

counted as (

    select
        judged.*,
        count(*) as activities_in_window
    from judged
    inner join signals as earlier
        on
            judged.person_key = earlier.person_key
            and judged.activity = earlier.activity
            and judged.occurred_at >= earlier.occurred_at
            and (
                judged.window_days is null
                or {{ dbt.dateadd(
                    'day', 'judged.window_days', 'earlier.occurred_at'
                ) }} > judged.occurred_at
            )
    group by all

),

met as (

    select counted.*
    from counted
    left join excluded_people
        on
            counted.person_key = excluded_people.person_key
            and counted.agreement_version = excluded_people.agreement_version
    where
        counted.activities_in_window >= counted.minimum_count
        and excluded_people.person_key is null

),

first_of_cycle as (

    select
        {{ surrogate_key(['person_key', 'cycle_no']) }} as acquisition_key,
        person_key,
        cycle_no,
        occurred_at as qualified_at,
        recorded_at as known_at,
        agreement_version,
        rule_id,
        qualification_path,
        activity as qualifying_activity,
        detail as qualifying_detail,
        campaign
    from met
    qualify
        row_number() over (
            partition by person_key, cycle_no
            order by occurred_at, priority, activity_key
        ) = 1

)

select * from first_of_cycle
