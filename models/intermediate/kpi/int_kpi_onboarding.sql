with

onboarding as (

    select * from {{ ref('fct_onboarding') }}

),

successes as (

    select
        cohort_month,
        days_to_first_success,
        row_number() over (
            partition by cohort_month
            order by days_to_first_success, account_key
        ) as success_rank,
        count(*) over (partition by cohort_month) as successes
    from onboarding
    where days_to_first_success is not null

),

-- The mean of the middle two, which of an odd number are one.
medians as (

    select
        cohort_month,
        successes,
        cast(
            cast(sum(days_to_first_success) as decimal(28, 6))
            * case when count(*) = 2 then 0.5 else 1.0 end as decimal(28, 6)
        ) as median_days
    from successes
    where 2 * success_rank in (successes, successes + 1, successes + 2)
    group by cohort_month, successes

),

cohorts as (

    select
        cohort_month,
        count(*) as new_accounts,
        count(*) filter (where is_activated) as activated,
        count(days_to_first_success) as successful_accounts,
        count(*) filter (where is_completed) as completed,
        cast(cohort_month + interval 1 month as date) - 1 as last_day_on
    from onboarding
    group by cohort_month

),

metrics as (

    select
        'product_activation_rate' as metric,
        cohort_month as period_start,
        cast(activated as decimal(28, 6)) as numerator,
        new_accounts as denominator,
        last_day_on + {{ var('product_activation_days') }} as settled_on
    from cohorts

    union all

    select
        'first_success_share' as metric,
        cohort_month as period_start,
        cast(successful_accounts as decimal(28, 6)) as numerator,
        new_accounts as denominator,
        cast(null as date) as settled_on
    from cohorts

    union all

    select
        'days_to_first_success_median' as metric,
        cohort_month as period_start,
        median_days as numerator,
        successes as denominator,
        cast(null as date) as settled_on
    from medians

    union all

    select
        'onboarding_completion_rate' as metric,
        cohort_month as period_start,
        cast(completed as decimal(28, 6)) as numerator,
        new_accounts as denominator,
        last_day_on + {{ var('onboarding_days') }} as settled_on
    from cohorts

),

rows_of_kpi as (

    select
        metric,
        'month' as period_type,
        period_start,
        'all' as segment_type,
        'all' as segment_value,
        numerator,
        cast(denominator as decimal(28, 6)) as denominator,
        settled_on
    from metrics

)

select * from rows_of_kpi
