with

referrals as (

    select * from {{ ref('fct_referral') }}

),

invitations as (

    select
        cast(date_trunc('month', asked_on) as date) as month,
        referral_key,
        days_to_acceptance
    from referrals
    where is_accepted_in_window

),

ranked as (

    select
        month,
        days_to_acceptance,
        row_number() over (
            partition by month
            order by days_to_acceptance, referral_key
        ) as acceptance_rank,
        count(*) over (partition by month) as accepted
    from invitations

),

-- The mean of the middle two, which of an odd number are one.
medians as (

    select
        month,
        cast(accepted as decimal(28, 6)) as accepted,
        cast(
            cast(sum(days_to_acceptance) as decimal(28, 6))
            * case when count(*) = 2 then 0.5 else 1.0 end as decimal(28, 6)
        ) as median_days
    from ranked
    where 2 * acceptance_rank in (accepted, accepted + 1, accepted + 2)
    group by month, accepted

),

settled as (

    select
        *,
        {{ day_start('cast(month + interval 1 month as date)') }}
        + interval {{ var('invitation_window_days') }} day as windows_end_at
    from medians

),

rows_of_kpi as (

    select
        'invitation_days_median' as metric,
        'month' as period_type,
        month as period_start,
        'all' as segment_type,
        'all' as segment_value,
        median_days as numerator,
        accepted as denominator,
        {{ business_date('windows_end_at - interval 1 microsecond') }} + 1
            as settled_on
    from settled

)

select * from rows_of_kpi
