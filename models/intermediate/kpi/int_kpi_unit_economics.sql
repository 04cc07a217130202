with

economics as (

    select * from {{ ref('unit_economics') }}

),

segmented as (

    select
        *,
        case when channel = 'all' then 'all' else 'channel' end as segment_type
    from economics

),

metrics as (

    select
        'customer_acquisition_cost' as metric,
        quarter as period_start,
        segment_type,
        channel as segment_value,
        cast(acquisition_cost as decimal(28, 6)) as numerator,
        leads_won as denominator
    from segmented

    union all

    select
        'lifetime_value' as metric,
        quarter as period_start,
        segment_type,
        channel as segment_value,
        cast(lifetime_value as decimal(28, 6)) as numerator,
        paying_customers as denominator
    from segmented
    where lifetime_value is not null

    union all

    select
        'margin_per_qualified_lead' as metric,
        quarter as period_start,
        segment_type,
        channel as segment_value,
        cast(margin_to_date as decimal(28, 6)) as numerator,
        qualified_leads as denominator
    from segmented

),

rows_of_kpi as (

    select
        metric,
        'quarter' as period_type,
        period_start,
        segment_type,
        segment_value,
        cast(numerator as decimal(28, 6)) as numerator,
        cast(denominator as decimal(28, 6)) as denominator,
        cast(null as date) as settled_on
    from metrics

)

select * from rows_of_kpi
