{{ config(materialized="table") }}

with

evaluations as (

    select * from {{ ref('int_evaluations') }}

),

person_attributes as (

    select * from {{ ref('int_person_attributes') }}

),

version_signals as (

    select * from {{ ref('int_version_signals') }}

),

latest as (

    select
        evaluations.evaluation_key,
        evaluations.stage,
        evaluations.agreement_version,
        person_attributes.attribute,
        person_attributes.attribute_value
    from evaluations
    inner join version_signals
        on
            evaluations.agreement_version = version_signals.agreement_version
            and evaluations.stage = version_signals.stage
            and version_signals.signal_kind = 'attribute'
    inner join person_attributes
        on
            evaluations.person_key = person_attributes.person_key
            and version_signals.signal = person_attributes.attribute
            and evaluations.evaluated_at >= person_attributes.occurred_at
            and evaluations.known_at >= person_attributes.recorded_at
    qualify
        row_number() over (
            partition by
                evaluations.evaluation_key, person_attributes.attribute
            order by
                person_attributes.occurred_at desc,
                person_attributes.recorded_at desc,
                person_attributes.attribute_value desc nulls last
        ) = 1

)

select * from latest
