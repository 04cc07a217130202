with

economics as (

    select * from {{ ref('int_channel_economics') }}

),

-- Where nobody leaves, a life is as long as we dare to say.
derived as (

    select
        *,
        cast(acquisition_cost as double)
        / nullif(qualified_leads, 0) as cost_per_qualified_lead,
        cast(leads_won as double) / nullif(qualified_leads, 0) as closing_rate,
        cast(acquisition_cost as double)
        / nullif(leads_won, 0) as customer_acquisition_cost,
        cast(mrr as double)
        / nullif(paying_account_months, 0) as revenue_per_customer,
        cast(invoiced_revenue - cost_of_goods as double)
        / nullif(cast(invoiced_revenue as double), 0) as gross_margin_share,
        cast(
            case
                when churned_accounts = 0
                    then {{ var('longest_life_months') }}
                else
                    least(
                        cast(accounts_at_start as double) / churned_accounts,
                        {{ var('longest_life_months') }}
                    )
            end as double
        ) as months_of_life
    from economics

),

valued as (

    select
        *,
        revenue_per_customer * gross_margin_share as margin_per_month,
        revenue_per_customer * gross_margin_share * months_of_life
            as lifetime_value
    from derived

),

unit_economics as (

    select
        {{ surrogate_key(['quarter', 'channel']) }} as economics_key,
        quarter,
        channel,
        acquisition_cost,
        qualified_leads,
        leads_won,
        new_customers,
        mrr,
        paying_account_months,
        paying_customers,
        churned_accounts,
        accounts_at_start,
        invoiced_revenue,
        cost_of_goods,
        margin_to_date,
        cost_per_qualified_lead,
        closing_rate,
        customer_acquisition_cost,
        revenue_per_customer,
        gross_margin_share,
        months_of_life,
        lifetime_value,
        lifetime_value / nullif(customer_acquisition_cost, 0)
            as lifetime_value_to_cost,
        customer_acquisition_cost / nullif(margin_per_month, 0)
            as payback_months
    from valued

)

select * from unit_economics
