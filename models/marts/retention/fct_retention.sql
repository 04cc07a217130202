with

compared as (

    select * from {{ ref('int_account_months') }}

),

tickets as (

    select * from {{ ref('int_account_tickets') }}

),

terms_due as (

    select * from {{ ref('int_terms_due') }}

),

cohorts as (

    select
        account_key,
        min(month) as cohort_month
    from compared
    where is_active_at_end
    group by account_key

),

retention as (

    select
        {{ surrogate_key(['compared.account_key', 'compared.month']) }}
            as retention_key,
        compared.account_key,
        compared.month,
        cohorts.cohort_month,
        compared.is_active_at_start,
        compared.is_active_at_end,
        compared.is_active_at_end and not compared.was_active_before as is_new,
        compared.is_active_at_start and not compared.is_active_at_end
            as is_churned,
        compared.is_active_at_end
        and not compared.is_active_at_start
        and compared.was_active_before as is_reactivated,
        coalesce(terms_due.contracts_due, 0) as contracts_due,
        coalesce(terms_due.contracts_renewed, 0) as contracts_renewed,
        coalesce(tickets.tickets_opened, 0) as tickets_opened,
        compared.is_provisional
    from compared
    left join cohorts on compared.account_key = cohorts.account_key
    left join tickets
        on
            compared.account_key = tickets.account_key
            and compared.month = tickets.month
    left join terms_due
        on
            compared.account_key = terms_due.account_key
            and compared.month = terms_due.month

)

select * from retention
