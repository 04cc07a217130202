with

renewals as (

    select * from {{ ref('int_renewals') }}

),

renewal as (

    select
        {{ surrogate_key(['contract_id']) }} as renewal_key,
        contract_id,
        account_key,
        product,
        started_on,
        due_on,
        due_on < {{ business_date(as_of()) }} as is_due,
        outcome,
        end_reason,
        renewed_by_contract_id,
        renewed_on,
        currency,
        amount_before,
        currency_after,
        amount_after
    from renewals

)

select * from renewal
