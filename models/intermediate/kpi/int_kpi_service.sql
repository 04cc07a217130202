with

retention as (

    select * from {{ ref('fct_retention') }}

),

customers as (

    select
        month,
        count(*) as all_accounts,
        sum(engagement_score) as engagement_score,
        count(*) filter (where satisfaction_signals > 0) as satisfied,
        sum(tickets_opened) as tickets_opened,
        count(*) filter (where is_ideal) as ideal_accounts,
        sum(repeat_sales_365_days) filter (where is_ideal) as repeat_sales
    from retention
    where is_active_at_end
    group by month

),

-- Who could invite in the month, whether or not they stayed.
hosts as (

    select
        month,
        count(*) as all_accounts,
        count(*) filter (where invitations_sent > 0) as inviting
    from retention
    where is_active_at_start
    group by month

),

metrics as (

    select
        'mean_engagement_score' as metric,
        month as period_start,
        cast(engagement_score as decimal(28, 6)) as numerator,
        all_accounts as denominator
    from customers

    union all

    select
        'satisfied_accounts_share' as metric,
        month as period_start,
        cast(satisfied as decimal(28, 6)) as numerator,
        all_accounts as denominator
    from customers

    union all

    select
        'tickets_per_account' as metric,
        month as period_start,
        cast(tickets_opened as decimal(28, 6)) as numerator,
        all_accounts as denominator
    from customers

    union all

    select
        'repeat_sales_per_ideal_customer' as metric,
        month as period_start,
        cast(repeat_sales as decimal(28, 6)) as numerator,
        ideal_accounts as denominator
    from customers
    where ideal_accounts > 0

    union all

    select
        'referral_invitation_rate' as metric,
        month as period_start,
        cast(inviting as decimal(28, 6)) as numerator,
        all_accounts as denominator
    from hosts

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
        cast(null as date) as settled_on
    from metrics

)

select * from rows_of_kpi
