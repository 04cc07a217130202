{#
    A moment without a known anchor, or with a window of no length, is never
    reached: customers are lost at the very moment at which they were to be
    spoken to.
#}
{{ config(meta={'owner': 'service'}) }}

with

key_moments as (

    select * from {{ ref('key_moments') }}

),

findings as (

    select
        moment,
        case
            when nullif(trim(moment), '') is null
                then 'a blank moment: name it'
            when anchor is null or anchor not in ('term_end', 'first_start')
                then
                    'unknown anchor ' || coalesce(anchor, '(blank)')
                    || ': write term_end or first_start'
            when offset_days is null
                then
                    'a blank offset_days: write the days from the anchor, 0 for'
                    || ' the day itself'
            when window_days is null or window_days < 1 or window_days > 3650
                then
                    'window_days ' || coalesce('' || window_days, '(blank)')
                    || ': it must be from 1 to 3650'
            when
                recovery_days is null
                or recovery_days < 1
                or recovery_days > 3650
                then
                    'recovery_days ' || coalesce('' || recovery_days, '(blank)')
                    || ': it must be from 1 to 3650'
        end as finding
    from key_moments

),

reported as (

    select
        moment,
        'key_moments.csv: moment ' || coalesce(moment, '(blank)') || ' has '
        || finding || '.' as finding
    from findings
    where finding is not null

)

select * from reported
