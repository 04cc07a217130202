{#
    A signal that no source can give leaves satisfied customers uncounted, and a
    score outside its scale makes everybody satisfied, or nobody.
#}
{{ config(meta={'owner': 'service'}) }}

with

signals as (

    select * from {{ ref('satisfaction_signals') }}

),

findings as (

    select
        agreement_version,
        signal,
        case
            when
                signal is null
                or signal not in ('nps_answer', 'csat_answer', 'ambassador_act')
                then
                    'is unknown: write nps_answer, csat_answer or'
                    || ' ambassador_act'
            when signal = 'ambassador_act' and lowest_score is not null
                then
                    'has lowest_score ' || lowest_score
                    || ': leave it blank, for an act has no score'
            when
                signal = 'nps_answer'
                and (lowest_score < 0 or lowest_score > 10)
                then
                    'has lowest_score ' || lowest_score
                    || ': scores are from 0 to 10'
            when
                signal = 'csat_answer'
                and (lowest_score < 1 or lowest_score > 5)
                then
                    'has lowest_score ' || lowest_score
                    || ': scores are from 1 to 5'
        end as finding
    from signals

),

reported as (

    select
        agreement_version,
        signal,
        'satisfaction_signals.csv: signal ' || coalesce(signal, '(blank)')
        || ' of version ' || coalesce('' || agreement_version, '(blank)') || ' '
        || finding || '.' as finding
    from findings
    where finding is not null

)

select * from reported
