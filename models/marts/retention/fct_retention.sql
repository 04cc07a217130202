with

compared as (

    select * from {{ ref('int_account_months') }}

),

service as (

    select * from {{ ref('int_account_service_months') }}

),

terms_due as (

    select * from {{ ref('int_terms_due') }}

),

end_reasons as (

    select * from {{ ref('int_account_end_reasons') }}

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
        end_reasons.end_reason,
        compared.is_active_at_end
        and not compared.is_active_at_start
        and compared.was_active_before as is_reactivated,
        coalesce(terms_due.contracts_due, 0) as contracts_due,
        coalesce(terms_due.contracts_renewed, 0) as contracts_renewed,
        service.tickets_opened,
        service.engagement_score,
        service.agreement_version,
        service.satisfaction_signals,
        service.is_ideal,
        service.repeat_sales_365_days,
        service.invitations_sent,
        compared.is_provisional
    from compared
    left join cohorts on compared.account_key = cohorts.account_key
    left join end_reasons
        on
            compared.account_key = end_reasons.account_key
            and compared.month = end_reasons.month
    inner join service
        on
            compared.account_key = service.account_key
            and compared.month = service.month
    left join terms_due
        on
            compared.account_key = terms_due.account_key
            and compared.month = terms_due.month

)

select * from retention
