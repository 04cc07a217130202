with

invoices as (

    select * from {{ ref('stg_files__invoices') }}

),

costs as (

    select * from {{ ref('stg_files__costs') }}

),

counted_invoices as (

    select * from {{ ref('int_invoices') }}

),

counted_costs as (

    select * from {{ ref('int_costs') }}
    where cost_id is not null

),

row_fates as (

    select
        'files' as source_system,
        'invoices' as table_name,
        invoices.invoice_id as native_id,
        case
            when counted_invoices.account_key is not null then null
            when counted_invoices.invoice_id is not null
                then 'of no account known'
            when invoices.issued_on >= {{ business_date(as_of()) }}
                then 'at or after the instant looked from'
            else 'for another reason'
        end as reason
    from invoices
    left join counted_invoices
        on invoices.invoice_id = counted_invoices.invoice_id

    union all

    select
        'files' as source_system,
        'costs' as table_name,
        costs.cost_id as native_id,
        case
            when counted_costs.cost_id is not null then null
            when costs.incurred_on >= {{ business_date(as_of()) }}
                then 'at or after the instant looked from'
            else 'for another reason'
        end as reason
    from costs
    left join counted_costs on costs.cost_id = counted_costs.cost_id

)

select * from row_fates
