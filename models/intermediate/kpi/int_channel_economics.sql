with

lead_economics as (

    select * from {{ ref('int_lead_economics') }}

),

customer_economics as (

    select * from {{ ref('int_customer_economics') }}

),

margin_economics as (

    select * from {{ ref('int_margin_economics') }}

),

unioned as (

    select * from lead_economics

    union all

    select * from customer_economics

    union all

    select * from margin_economics

),

-- Every lead, cost and account has one channel, so that all is the sum.
segmented as (

    select
        quarter,
        coalesce(channel, 'unknown') as channel,
        measure,
        amount
    from unioned

    union all

    select
        quarter,
        'all' as channel,
        measure,
        amount
    from unioned

),

pivoted as (

    select
        quarter,
        channel,
        sum(amount) filter (where measure = 'acquisition_cost')
            as acquisition_cost,
        sum(amount) filter (where measure = 'qualified_leads')
            as qualified_leads,
        sum(amount) filter (where measure = 'leads_won') as leads_won,
        sum(amount) filter (where measure = 'new_customers') as new_customers,
        sum(amount) filter (where measure = 'mrr') as mrr,
        sum(amount) filter (where measure = 'paying_account_months')
            as paying_account_months,
        sum(amount) filter (where measure = 'paying_customers')
            as paying_customers,
        sum(amount) filter (where measure = 'churned') as churned_accounts,
        sum(amount) filter (where measure in ('churned', 'kept'))
            as accounts_at_start,
        sum(amount) filter (where measure = 'invoiced_revenue')
            as invoiced_revenue,
        sum(amount) filter (where measure = 'cost_of_goods') as cost_of_goods,
        sum(amount) filter (where measure = 'margin_to_date')
            as margin_to_date
    from segmented
    group by quarter, channel

),

economics as (

    select
        quarter,
        channel,
        cast(coalesce(acquisition_cost, 0) as decimal(18, 6))
            as acquisition_cost,
        cast(coalesce(qualified_leads, 0) as bigint) as qualified_leads,
        cast(coalesce(leads_won, 0) as bigint) as leads_won,
        cast(coalesce(new_customers, 0) as bigint) as new_customers,
        cast(coalesce(mrr, 0) as decimal(18, 2)) as mrr,
        cast(coalesce(paying_account_months, 0) as bigint)
            as paying_account_months,
        cast(coalesce(paying_customers, 0) as bigint) as paying_customers,
        cast(coalesce(churned_accounts, 0) as bigint) as churned_accounts,
        cast(coalesce(accounts_at_start, 0) as bigint) as accounts_at_start,
        cast(coalesce(invoiced_revenue, 0) as decimal(18, 2))
            as invoiced_revenue,
        cast(coalesce(cost_of_goods, 0) as decimal(18, 2)) as cost_of_goods,
        cast(coalesce(margin_to_date, 0) as decimal(18, 2)) as margin_to_date
    from pivoted

)

select * from economics
