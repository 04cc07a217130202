with

beliefs as (

    select * from {{ ref('int_qualification_beliefs') }}

),

imputed as (

    select * from {{ ref('int_imputed_qualifications') }}

),

people as (

    select * from {{ ref('int_people') }}

),

unioned as (

    select
        qualification_key,
        evaluation_key as judgement_key,
        person_key,
        cycle_no,
        stage,
        agreement_version,
        rule_id,
        qualification_path,
        qualified_at,
        believed_from,
        believed_to,
        false as is_imputed
    from beliefs

    union all

    select
        qualification_key,
        cast(null as bigint) as judgement_key,
        person_key,
        cycle_no,
        stage,
        agreement_version,
        cast(null as text) as rule_id,
        cast(null as text) as qualification_path,
        qualified_at,
        believed_from,
        cast(null as timestamp) as believed_to,
        true as is_imputed
    from imputed

),

qualifications as (

    select
        unioned.qualification_key,
        unioned.judgement_key,
        unioned.person_key,
        people.account_key,
        cast(unioned.cycle_no as integer) as cycle_no,
        unioned.stage,
        unioned.agreement_version,
        unioned.rule_id,
        unioned.qualification_path,
        unioned.qualified_at,
        {{ business_date('unioned.qualified_at') }} as qualified_on,
        unioned.believed_from,
        unioned.believed_to,
        unioned.believed_to is null as is_current,
        unioned.is_imputed
    from unioned
    inner join people on unioned.person_key = people.person_key

)

select * from qualifications
