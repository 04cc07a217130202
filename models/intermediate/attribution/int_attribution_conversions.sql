{{ config(materialized="table") }}

with

occurrences as (

    select * from {{ ref('int_qualification_occurrences') }}

),

deals as (

    select * from {{ ref('int_deals') }}

),

amounts as (

    select * from {{ ref('int_deal_amounts') }}

),

people as (

    select * from {{ ref('int_people') }}

),

-- A company buys for the first time once, whoever of its people signs.
first_sales as (

    select * from deals
    where
        kind = 'new_business'
        and outcome = 'won'
        and coalesce(account_key, person_key) is not null
    qualify
        row_number() over (
            partition by
                account_key is not null, coalesce(account_key, person_key)
            order by closed_at, source_system, native_id
        ) = 1

),

unioned as (

    select
        'qualified_lead' as conversion,
        occurrences.acquisition_key as evidence_key,
        occurrences.person_key,
        people.account_key,
        'person' as subject_type,
        occurrences.person_key as subject_key,
        occurrences.qualified_at as converted_at,
        0 as value_reporting
    from occurrences
    inner join people on occurrences.person_key = people.person_key

    union all

    select
        'first_sale' as conversion,
        first_sales.deal_key as evidence_key,
        first_sales.person_key,
        first_sales.account_key,
        case
            when first_sales.account_key is null then 'person'
            else 'account'
        end as subject_type,
        coalesce(first_sales.account_key, first_sales.person_key)
            as subject_key,
        first_sales.closed_at as converted_at,
        coalesce(amounts.amount_reporting, 0) as value_reporting
    from first_sales
    inner join amounts on first_sales.deal_key = amounts.deal_key

),

conversions as (

    select
        {{ surrogate_key(['conversion', 'evidence_key']) }} as conversion_key,
        conversion,
        evidence_key,
        person_key,
        account_key,
        subject_type,
        subject_key,
        converted_at,
        cast(value_reporting as decimal(18, 2)) as value_reporting
    from unioned

)

select * from conversions
