{{ config(materialized="table") }}

with

in_time as (

    select * from {{ ref('int_timely_evaluations') }}

),

observed as (

    select * from {{ ref('int_observed_signals') }}

),

version_signals as (

    select * from {{ ref('int_version_signals') }}

),

cycle_ends as (

    select * from {{ ref('int_cycle_ends') }}

),

-- What arrives late is held against every later instant that it bears on.
at_late_arrivals as (

    select distinct
        in_time.person_key,
        in_time.stage,
        in_time.agreement_version,
        in_time.evaluated_at,
        observed.recorded_at as known_at
    from in_time
    inner join observed
        on
            in_time.person_key = observed.person_key
            and in_time.evaluated_at >= observed.occurred_at
            and in_time.known_at < observed.recorded_at
    inner join version_signals
        on
            in_time.agreement_version = version_signals.agreement_version
            and in_time.stage = version_signals.stage
            and observed.signal_kind = version_signals.signal_kind
            and observed.signal = version_signals.signal

),

instants as (

    select * from in_time
    union
    select * from at_late_arrivals

),

numbered as (

    select
        instants.person_key,
        instants.stage,
        instants.agreement_version,
        instants.evaluated_at,
        instants.known_at,
        1 + count(cycle_ends.ended_at) as cycle_no
    from instants
    left join cycle_ends
        on
            cycle_ends.subject_type = 'person'
            and instants.person_key = cycle_ends.subject_key
            and instants.evaluated_at > cycle_ends.ended_at
    group by all

),

evaluations as (

    select
        {{ surrogate_key([
            'person_key', 'stage', 'evaluated_at', 'known_at'
        ]) }} as evaluation_key,
        person_key,
        stage,
        cycle_no,
        agreement_version,
        evaluated_at,
        known_at
    from numbered

)

select * from evaluations
