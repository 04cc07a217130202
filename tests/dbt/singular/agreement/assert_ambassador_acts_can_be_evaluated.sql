{#
    An act that no source can deliver, or a rating that none can reach, leaves
    true ambassadors without thanks.
#}
{{ config(meta={'owner': 'service'}) }}

with

acts as (

    select * from {{ ref('ambassador_acts') }}

),

findings as (

    select
        agreement_version,
        act_type,
        case
            when
                act_type not in (
                    'invitation_accepted',
                    'review',
                    'testimonial',
                    'case_study',
                    'reference_call'
                )
                then
                    'is unknown: write invitation_accepted, review,'
                    || ' testimonial, case_study or reference_call'
            when lowest_rating < 0 or lowest_rating > 5
                then
                    'has lowest_rating ' || lowest_rating
                    || ': ratings are out of 5'
        end as finding
    from acts

),

reported as (

    select
        agreement_version,
        act_type,
        'ambassador_acts.csv: act ' || act_type || ' of version '
        || agreement_version || ' ' || finding || '.' as finding
    from findings
    where finding is not null

)

select * from reported
