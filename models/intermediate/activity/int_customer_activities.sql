with

ticket_activities as (

    select * from {{ ref('int_ticket_activities') }}

),

product_events as (

    select * from {{ ref('stg_files__product_events') }}

),

invoices as (

    select * from {{ ref('stg_files__invoices') }}

),

survey_responses as (

    select * from {{ ref('stg_files__survey_responses') }}

),

customer_activities as (

    select * from ticket_activities

    union all

    select
        'files' as source_system,
        'product_events' as source_table,
        event_id as source_id,
        'product_used' as activity,
        occurred_at,
        recorded_at,
        'files' as person_system,
        contact_id as person_native_id,
        email as person_email,
        'files' as account_system,
        company_id as account_native_id,
        event_name as detail,
        false as is_deleted
    from product_events

    union all

    select
        'files' as source_system,
        'invoices' as source_table,
        invoice_id as source_id,
        'invoice_paid' as activity,
        paid_at as occurred_at,
        recorded_at,
        cast(null as text) as person_system,
        cast(null as text) as person_native_id,
        cast(null as text) as person_email,
        'files' as account_system,
        company_id as account_native_id,
        kind as detail,
        false as is_deleted
    from invoices
    where paid_at is not null

    union all

    select
        'files' as source_system,
        'survey_responses' as source_table,
        response_id as source_id,
        'survey_answered' as activity,
        answered_at as occurred_at,
        recorded_at,
        'files' as person_system,
        contact_id as person_native_id,
        email as person_email,
        'files' as account_system,
        company_id as account_native_id,
        kind as detail,
        false as is_deleted
    from survey_responses
    where answered_at is not null

)

select * from customer_activities
