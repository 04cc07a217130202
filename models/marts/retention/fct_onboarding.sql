with

first_contracts as (

    select * from {{ ref('int_first_contracts') }}

),

steps as (

    select count(*) as steps_agreed from {{ ref('onboarding_steps') }}

),

steps_done as (

    select
        account_key,
        count(*) as steps_done,
        max(done_at) as last_done_at
    from {{ ref('int_onboarding_steps_done') }}
    group by account_key

),

product_uses as (

    select * from {{ ref('int_product_uses') }}

),

first_successes as (

    select
        first_contracts.account_key,
        min(product_uses.used_at) as first_success_at,
        min(product_uses.used_on) as first_success_on
    from first_contracts
    inner join product_uses
        on
            first_contracts.account_key = product_uses.account_key
            and first_contracts.started_on <= product_uses.used_on
    where product_uses.is_activation
    group by first_contracts.account_key

),

compared as (

    select
        first_contracts.account_key,
        first_contracts.contract_id,
        first_contracts.started_on,
        steps.steps_agreed,
        coalesce(steps_done.steps_done, 0) as steps_done,
        steps_done.last_done_at,
        first_successes.first_success_at,
        cast(
            first_successes.first_success_on - first_contracts.started_on
            as integer
        ) as days_to_first_success
    from first_contracts
    cross join steps
    left join steps_done
        on first_contracts.account_key = steps_done.account_key
    left join first_successes
        on first_contracts.account_key = first_successes.account_key

),

onboarding as (

    select
        account_key,
        contract_id as first_contract_id,
        started_on,
        cast(date_trunc('month', started_on) as date) as cohort_month,
        steps_agreed,
        steps_done,
        steps_agreed > 0 and steps_done = steps_agreed as is_completed,
        case
            when steps_agreed > 0 and steps_done = steps_agreed
                then last_done_at
        end as completed_at,
        first_success_at,
        days_to_first_success,
        coalesce(
            days_to_first_success < {{ var('product_activation_days') }}, false
        ) as is_activated
    from compared

)

select * from onboarding
