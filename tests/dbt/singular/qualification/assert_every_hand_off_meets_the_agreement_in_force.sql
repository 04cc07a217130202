-- A lead that does not meet the signed definition costs sales an hour and
-- marketing its word: each is named, with whom it went to.
{{ config(severity='warn', meta={'owner': 'marketing'}) }}

with

hand_offs as (

    select * from {{ ref('int_hand_offs') }}

),

people as (

    select * from {{ ref('dim_person') }}

),

versions as (

    select * from {{ ref('agreement_versions') }}

),

non_conforming as (

    select
        people.person_key,
        people.email,
        hand_offs.cycle_no,
        hand_offs.handed_off_at,
        hand_offs.handed_off_to,
        versions.agreement_version as agreement_version_in_force
    from hand_offs
    inner join people on hand_offs.person_key = people.person_key
    inner join versions
        on
            {{ business_date('hand_offs.handed_off_at') }}
            >= versions.valid_from
            and {{ business_date('hand_offs.handed_off_at') }}
            < coalesce(versions.valid_to, date '9999-12-31')
    where not hand_offs.is_conforming

)

select * from non_conforming
