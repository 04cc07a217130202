{{ config(materialized="table") }}

with

evaluations as (

    select * from {{ ref('int_evaluations') }}

),

signals as (

    select * from {{ ref('int_signals') }}

),

version_signals as (

    select * from {{ ref('int_version_signals') }}

),

visible as (

    select
        evaluations.evaluation_key,
        evaluations.stage,
        evaluations.agreement_version,
        evaluations.evaluated_at,
        signals.activity_key,
        signals.activity,
        signals.occurred_at
    from evaluations
    inner join signals
        on
            evaluations.person_key = signals.person_key
            and evaluations.cycle_no = signals.cycle_no
            and evaluations.evaluated_at >= signals.occurred_at
            and evaluations.known_at >= signals.recorded_at
    inner join version_signals
        on
            evaluations.agreement_version = version_signals.agreement_version
            and evaluations.stage = version_signals.stage
            and version_signals.signal_kind = 'activity'
            and signals.activity = version_signals.signal

)

select * from visible
