with

costs as (

    select * from {{ ref('fct_cost') }}

),

acquisition as (

    select * from {{ ref('fct_acquisition') }}

),

activation as (

    select * from {{ ref('fct_activation') }}

),

measures as (

    select
        cast(date_trunc('quarter', month) as date) as quarter,
        channel,
        'acquisition_cost' as measure,
        cast(sum(amount_reporting) as decimal(28, 6)) as amount
    from costs
    where is_full_scope and amount_reporting is not null
    group by 1, 2

    union all

    select
        cast(date_trunc('quarter', qualified_on) as date) as quarter,
        source_channel as channel,
        'qualified_leads' as measure,
        cast(count(*) as decimal(28, 6)) as amount
    from acquisition
    group by 1, 2

    union all

    select
        cast(date_trunc('quarter', qualified_on) as date) as quarter,
        source_channel as channel,
        'leads_won' as measure,
        cast(count(*) as decimal(28, 6)) as amount
    from activation
    where acquisition_key is not null and outcome = 'won'
    group by 1, 2

)

select * from measures
