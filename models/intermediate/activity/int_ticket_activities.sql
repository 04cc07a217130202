with

tickets as (

    select * from {{ ref('stg_hubspot__ticket') }}

),

ticket_contacts as (

    select * from {{ ref('stg_hubspot__ticket_contact') }}

),

ticket_companies as (

    select * from {{ ref('stg_hubspot__ticket_company') }}

),

first_ticket_contacts as (

    select
        ticket_id,
        min(contact_id) as contact_id
    from ticket_contacts
    group by ticket_id

),

first_ticket_companies as (

    select
        ticket_id,
        min(company_id) as company_id
    from ticket_companies
    group by ticket_id

),

linked_tickets as (

    select
        tickets.ticket_id,
        tickets.category,
        tickets.created_at,
        tickets.closed_at,
        tickets.is_deleted,
        tickets.recorded_at,
        first_ticket_contacts.contact_id,
        first_ticket_companies.company_id
    from tickets
    left join first_ticket_contacts
        on tickets.ticket_id = first_ticket_contacts.ticket_id
    left join first_ticket_companies
        on tickets.ticket_id = first_ticket_companies.ticket_id

),

ticket_activities as (

    select
        'hubspot' as source_system,
        'ticket' as source_table,
        cast(ticket_id as text) as source_id,
        'ticket_opened' as activity,
        created_at as occurred_at,
        recorded_at,
        'hubspot' as person_system,
        cast(contact_id as text) as person_native_id,
        cast(null as text) as person_email,
        'hubspot' as account_system,
        cast(company_id as text) as account_native_id,
        category as detail,
        is_deleted
    from linked_tickets
    where created_at is not null

    union all

    select
        'hubspot' as source_system,
        'ticket' as source_table,
        cast(ticket_id as text) as source_id,
        'ticket_closed' as activity,
        closed_at as occurred_at,
        recorded_at,
        'hubspot' as person_system,
        cast(contact_id as text) as person_native_id,
        cast(null as text) as person_email,
        'hubspot' as account_system,
        cast(company_id as text) as account_native_id,
        category as detail,
        is_deleted
    from linked_tickets
    where closed_at is not null

)

select * from ticket_activities
