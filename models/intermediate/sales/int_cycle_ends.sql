{{ config(materialized="table") }}

with

subject_deals as (

    select * from {{ ref('int_subject_deals') }}

),

customer_periods as (

    select * from {{ ref('int_customer_periods') }}

),

people as (

    select * from {{ ref('int_people') }}

),

failed_deals as (

    select * from subject_deals
    where kind = 'new_business' and outcome in ('lost', 'recycled')

),

-- While another deal of the account is open, or the account
-- is a customer, one lost deal ends nothing.
deals_that_end as (

    select
        failed_deals.subject_type,
        failed_deals.subject_key,
        failed_deals.closed_at as ended_at,
        failed_deals.outcome as end_type
    from failed_deals
    left join customer_periods
        on
            failed_deals.subject_type = customer_periods.subject_type
            and failed_deals.subject_key = customer_periods.subject_key
            and failed_deals.closed_at >= customer_periods.started_at
            and failed_deals.closed_at
            < coalesce(customer_periods.ended_at, timestamp '9999-12-31')
    left join subject_deals as other_deals
        on
            failed_deals.subject_type = 'account'
            and other_deals.subject_type = 'account'
            and failed_deals.subject_key = other_deals.subject_key
            and failed_deals.deal_key <> other_deals.deal_key
            and other_deals.kind = 'new_business'
            and failed_deals.closed_at >= other_deals.created_at
            and coalesce(other_deals.closed_at, timestamp '9999-12-31')
            > failed_deals.closed_at
    where
        customer_periods.subject_key is null
        and other_deals.deal_key is null

),

unioned as (

    select * from deals_that_end

    union

    select
        subject_type,
        subject_key,
        ended_at,
        'churned' as end_type
    from customer_periods
    where ended_at is not null

    union

    select
        'person' as subject_type,
        person_key as subject_key,
        erased_at as ended_at,
        'erased' as end_type
    from people
    where erased_at is not null

)

select * from unioned
