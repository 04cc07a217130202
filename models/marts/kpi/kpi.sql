with

metrics as (

    select * from {{ ref('metrics') }}

),

-- One model a subject: each is as long as a page, and says what it counts.
unioned as (

    select * from {{ ref('int_kpi_awareness') }}
    union all
    select * from {{ ref('int_kpi_acquisition') }}
    union all
    select * from {{ ref('int_kpi_promises') }}
    union all
    select * from {{ ref('int_kpi_activation') }}
    union all
    select * from {{ ref('int_kpi_quantiles') }}
    union all
    select * from {{ ref('int_kpi_deals') }}
    union all
    select * from {{ ref('int_kpi_nurturing') }}
    union all
    select * from {{ ref('int_kpi_responses') }}
    union all
    select * from {{ ref('int_kpi_attribution') }}
    union all
    select * from {{ ref('int_kpi_product') }}
    union all
    select * from {{ ref('int_kpi_product_days') }}
    union all
    select * from {{ ref('int_kpi_onboarding') }}
    union all
    select * from {{ ref('int_kpi_customers_kept') }}
    union all
    select * from {{ ref('int_kpi_service') }}
    union all
    select * from {{ ref('int_kpi_surveys') }}
    union all
    select * from {{ ref('int_kpi_key_moments') }}
    union all
    select * from {{ ref('int_kpi_revenue') }}
    union all
    select * from {{ ref('int_kpi_referral') }}
    union all
    select * from {{ ref('int_kpi_testimonials') }}
    union all
    select * from {{ ref('int_kpi_invitations') }}
    union all
    select * from {{ ref('int_kpi_invitation_days') }}

),

bounded as (

    select
        *,
        cast(
            case period_type
                when 'week' then period_start + interval 7 day
                when 'month' then period_start + interval 1 month
                else period_start + interval 3 month
            end as date
        ) as period_end
    from unioned

),

kpi as (

    select
        metrics.pillar,
        bounded.metric,
        bounded.period_type,
        bounded.period_start,
        bounded.period_end,
        bounded.segment_type,
        coalesce(bounded.segment_value, 'unknown') as segment_value,
        bounded.numerator,
        bounded.denominator,
        case
            when metrics.kind = 'ratio'
                then
                    cast(bounded.numerator as double)
                    / nullif(cast(bounded.denominator as double), 0)
            else cast(bounded.numerator as double)
        end as value,
        coalesce(bounded.settled_on, bounded.period_end)
        > {{ business_date(as_of()) }} as is_provisional
    from bounded
    inner join metrics on bounded.metric = metrics.metric

)

select * from kpi
