with

retention as (

    select * from {{ ref('fct_retention') }}

),

margins as (

    select * from {{ ref('fct_account_margin') }}

),

members as (

    select
        account_key,
        cohort_month,
        month,
        is_active_at_end,
        min(case when is_active_at_end then 1 else 0 end) over (
            partition by account_key
            order by month
            rows between unbounded preceding and current row
        ) = 1 as was_always_active
    from retention
    where month >= cohort_month and not is_provisional

),

counted as (

    select
        cohort_month,
        month,
        count(*) as cohort_size,
        count(*) filter (where was_always_active) as continuous_accounts,
        count(*) filter (where is_active_at_end) as rolling_accounts
    from members
    group by all

),

cohorts as (

    select distinct
        account_key,
        cohort_month
    from members

),

-- What was invoiced before the first month's end counts from the first month.
cohort_margins as (

    select
        cohorts.cohort_month,
        greatest(margins.month, cohorts.cohort_month) as month,
        sum(margins.margin) as margin
    from margins
    inner join cohorts on margins.account_key = cohorts.account_key
    group by all

),

accumulated as (

    select
        counted.cohort_month,
        counted.month,
        coalesce(sum(cohort_margins.margin), 0) as cumulative_margin
    from counted
    left join cohort_margins
        on
            counted.cohort_month = cohort_margins.cohort_month
            and counted.month >= cohort_margins.month
    group by all

),

cohort_retention as (

    select
        {{ surrogate_key(['counted.cohort_month', 'counted.month']) }}
            as cohort_key,
        counted.cohort_month,
        counted.month,
        cast(
            12 * (year(counted.month) - year(counted.cohort_month))
            + month(counted.month) - month(counted.cohort_month) as integer
        ) as months_since,
        counted.cohort_size,
        counted.continuous_accounts,
        counted.rolling_accounts,
        cast(accumulated.cumulative_margin as decimal(18, 2))
            as cumulative_margin
    from counted
    inner join accumulated
        on
            counted.cohort_month = accumulated.cohort_month
            and counted.month = accumulated.month

)

select * from cohort_retention
