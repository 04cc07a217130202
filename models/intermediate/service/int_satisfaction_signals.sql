with

survey_responses as (

    select * from {{ ref('int_survey_responses') }}

),

ambassador_acts as (

    select * from {{ ref('int_ambassador_acts') }}

),

months as (

    select * from {{ ref('int_months') }}

),

versions as (

    select * from {{ ref('agreement_versions') }}

),

agreed_signals as (

    select * from {{ ref('satisfaction_signals') }}

),

given as (

    select
        account_key,
        case kind when 'nps' then 'nps_answer' else 'csat_answer' end as signal,
        counted_score as score,
        cast(
            date_trunc('month', {{ business_date('answered_at') }}) as date
        ) as month
    from survey_responses
    where kind in ('nps', 'csat') and counted_score is not null

    union all

    select
        account_key,
        'ambassador_act' as signal,
        cast(null as bigint) as score,
        cast(
            date_trunc('month', {{ business_date('acted_at') }}) as date
        ) as month
    from ambassador_acts

),

satisfied as (

    select
        given.account_key,
        given.month,
        count(*) as satisfaction_signals
    from given
    inner join months on given.month = months.month
    inner join versions
        on
            months.snapshot_on >= versions.valid_from
            and months.snapshot_on
            < coalesce(versions.valid_to, date '9999-12-31')
    inner join agreed_signals
        on
            versions.agreement_version = agreed_signals.agreement_version
            and given.signal = agreed_signals.signal
            and (
                agreed_signals.lowest_score is null
                or given.score >= agreed_signals.lowest_score
            )
    where given.account_key is not null
    group by given.account_key, given.month

)

select * from satisfied
