with

steps as (

    select * from {{ ref('int_pillar_steps') }}

),

years as (

    select * from {{ ref('int_pillar_step_years') }}

),

targets as (

    select * from {{ ref('conversion_targets') }}

),

compared as (

    select
        steps.*,
        targets.target,
        years.months_before,
        years.mean_rate,
        years.rate_deviation,
        (cast(steps.rate as double) - years.mean_rate)
        / nullif(years.rate_deviation, 0) as z_score,
        coalesce(cast(targets.target as double), years.mean_rate)
            as expected_rate
    from steps
    left join years
        on
            steps.application_id = years.application_id
            and steps.step_no = years.step_no
            and steps.month = years.month
    left join targets
        on
            steps.application_id = targets.application_id
            and steps.from_pillar = targets.from_pillar
            and steps.to_pillar = targets.to_pillar
            and steps.month >= targets.valid_from
            and steps.month < coalesce(targets.valid_to, date '9999-12-31')

),

-- Without a target and without a past nobody can say what is missing.
shortfalls as (

    select
        *,
        case
            when rate < expected_rate then expected_rate - cast(rate as double)
            when rate >= expected_rate then 0
        end as shortfall
    from compared

)

select * from shortfalls
