{{ config(materialized="table") }}

with

observed as (

    select * from {{ ref('int_observed_signals') }}

),

version_signals as (

    select * from {{ ref('int_version_signals') }}

),

at_signals as (

    select distinct
        observed.person_key,
        version_signals.stage,
        version_signals.agreement_version,
        observed.occurred_at as evaluated_at,
        observed.recorded_at as known_at
    from observed
    inner join version_signals
        on
            observed.signal_kind = version_signals.signal_kind
            and observed.signal = version_signals.signal
            and observed.occurred_at >= version_signals.valid_from_at
            and observed.occurred_at < version_signals.valid_to_at

),

at_version_starts as (

    select distinct
        observed.person_key,
        version_signals.stage,
        version_signals.agreement_version,
        version_signals.valid_from_at as evaluated_at,
        version_signals.valid_from_at as known_at
    from observed
    inner join version_signals
        on
            observed.signal_kind = version_signals.signal_kind
            and observed.signal = version_signals.signal
            and observed.occurred_at <= version_signals.valid_from_at
    where version_signals.valid_from_at < {{ as_of() }}

),

unioned as (

    select * from at_signals
    union
    select * from at_version_starts

)

select * from unioned
