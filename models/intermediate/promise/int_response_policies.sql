with

hand_offs as (

    select * from {{ ref('int_hand_offs') }}

),

occurrences as (

    select * from {{ ref('int_qualification_occurrences') }}

),

people as (

    select * from {{ ref('int_people') }}

),

versions as (

    select * from {{ ref('agreement_versions') }}

),

policies as (

    select * from {{ ref('sla_policies') }}

),

described as (

    select
        hand_offs.person_key,
        hand_offs.cycle_no,
        hand_offs.handed_off_at,
        {{ business_date('hand_offs.handed_off_at') }} as handed_off_on,
        occurrences.qualified_at,
        occurrences.qualification_path,
        people.source_channel,
        people.country
    from hand_offs
    inner join people on hand_offs.person_key = people.person_key
    left join occurrences
        on hand_offs.acquisition_key = occurrences.acquisition_key

),

-- A hand-off before the first version falls under no policy.
first_policies as (

    select
        described.person_key,
        described.cycle_no,
        described.handed_off_at,
        described.qualified_at,
        policies.agreement_version,
        policies.policy_id,
        policies.target_minutes,
        policies.calendar_id
    from described
    left join versions
        on
            described.handed_off_on >= versions.valid_from
            and described.handed_off_on
            < coalesce(versions.valid_to, date '9999-12-31')
    left join policies
        on
            versions.agreement_version = policies.agreement_version
            and coalesce(
                described.source_channel = policies.source_channel,
                policies.source_channel is null
            )
            and coalesce(
                described.qualification_path = policies.qualification_path,
                policies.qualification_path is null
            )
            and coalesce(
                lower(trim(policies.country))
                = lower(trim(described.country)),
                policies.country is null
            )
    qualify
        row_number() over (
            partition by described.person_key, described.cycle_no
            order by policies.priority, policies.policy_id
        ) = 1

)

select * from first_policies
