-- A credit too many would pay two channels for one sale; a credit too few
-- would hide a part of it.
{{ config(meta={'owner': 'marketing'}) }}

with

attribution as (

    select * from {{ ref('fct_attribution') }}

),

acquisition as (

    select * from {{ ref('fct_acquisition') }}

),

deals as (

    select * from {{ ref('fct_deal') }}

),

models as (

    select * from {{ ref('attribution_models') }}

),

-- Deals and leads, not the models in between, say what has to be shared.
first_sales as (

    select
        deal_key,
        coalesce(amount_reporting, 0) as value_reporting
    from deals
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

expected as (

    select
        models.model,
        'qualified_lead' as conversion,
        acquisition.acquisition_key as evidence_key,
        0 as value_reporting
    from acquisition
    cross join models

    union all

    select
        models.model,
        'first_sale' as conversion,
        first_sales.deal_key as evidence_key,
        first_sales.value_reporting
    from first_sales
    cross join models

),

shared as (

    select
        model,
        conversion,
        coalesce(acquisition_key, deal_key) as evidence_key,
        sum(credit) as credits,
        sum(value_reporting) as value_reporting,
        count(*) filter (where credit < 0 or credit > 1) as impossible_credits
    from attribution
    group by all

),

findings as (

    select
        coalesce(expected.model, shared.model) as model,
        coalesce(expected.conversion, shared.conversion) as conversion,
        coalesce(expected.evidence_key, shared.evidence_key) as evidence_key,
        shared.credits,
        shared.value_reporting,
        expected.value_reporting as expected_value_reporting
    from expected
    full outer join shared
        on
            expected.model = shared.model
            and expected.conversion = shared.conversion
            and expected.evidence_key = shared.evidence_key
    where
        expected.model is null
        or shared.model is null
        or shared.credits <> 1
        or shared.value_reporting <> expected.value_reporting
        or shared.impossible_credits > 0

)

select * from findings
