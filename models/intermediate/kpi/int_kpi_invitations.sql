with

retention as (

    select * from {{ ref('fct_retention') }}

),

referrals as (

    select * from {{ ref('fct_referral') }}

),

unioned as (

    select
        month,
        1 as customers,
        0 as invitations,
        0 as accepted
    from retention
    where is_active_at_start

    union all

    select
        cast(date_trunc('month', asked_on) as date) as month,
        0 as customers,
        1 as invitations,
        case when is_accepted_in_window then 1 else 0 end as accepted
    from referrals
    where is_counted_invitation

),

-- The last invitation of a month is sent as the month ends: the number stands
-- once its window is over too.
months as (

    select
        month,
        sum(customers) as customers,
        sum(invitations) as invitations,
        sum(accepted) as accepted,
        {{ day_start('cast(month + interval 1 month as date)') }}
        + interval {{ var('invitation_window_days') }} day as windows_end_at
    from unioned
    group by month

),

settled as (

    select
        *,
        {{ business_date('windows_end_at - interval 1 microsecond') }} + 1
            as settled_on
    from months

),

metrics as (

    select
        'invitations_per_customer' as metric,
        month as period_start,
        invitations as numerator,
        customers as denominator,
        cast(null as date) as settled_on
    from settled

    union all

    select
        'invitation_conversion_rate' as metric,
        month as period_start,
        accepted as numerator,
        invitations as denominator,
        settled_on
    from settled

    union all

    select
        'viral_coefficient' as metric,
        month as period_start,
        accepted as numerator,
        customers as denominator,
        settled_on
    from settled

),

rows_of_kpi as (

    select
        metric,
        'month' as period_type,
        period_start,
        'all' as segment_type,
        'all' as segment_value,
        cast(numerator as decimal(28, 6)) as numerator,
        cast(denominator as decimal(28, 6)) as denominator,
        settled_on
    from metrics

)

select * from rows_of_kpi
