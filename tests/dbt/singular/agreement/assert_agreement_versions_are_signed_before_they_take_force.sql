{#
    A version that one team never signed is no agreement: its leads are refused,
    its promise is disputed, and the monthly meeting argues about the rules
    instead of the results.
#}
{{ config(meta={'owner': 'sales'}) }}

with

versions as (

    select * from {{ ref('agreement_versions') }}

),

signatures as (

    select * from {{ ref('signatures') }}

),

teams as (

    select 'marketing' as team
    union all
    select 'sales' as team
    union all
    select 'service' as team

),

-- A version to come may still be waiting for its signatures.
expected as (

    select
        versions.agreement_version,
        versions.valid_from,
        teams.team
    from versions
    cross join teams
    where versions.valid_from <= {{ business_date(as_of()) }}

),

compared as (

    select
        expected.agreement_version,
        expected.team,
        expected.valid_from,
        signatures.signed_on
    from expected
    left join signatures
        on
            expected.agreement_version = signatures.agreement_version
            and expected.team = signatures.team

),

findings as (

    select
        agreement_version,
        team,
        case
            when signed_on is null
                then
                    'signatures.csv: version ' || agreement_version
                    || ', in force since ' || valid_from
                    || ', is not signed by ' || team
                    || ': have it signed, or withdraw it.'
            else
                'signatures.csv: version ' || agreement_version
                || ' was signed by ' || team || ' on ' || signed_on
                || ', not before it took force on ' || valid_from
                || ': move valid_from after the last signature.'
        end as finding
    from compared
    where signed_on is null or signed_on >= valid_from

)

select * from findings
