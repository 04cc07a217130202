with

beliefs as (

    select * from {{ ref('int_qualification_beliefs') }}

),

versions as (

    select * from {{ ref('agreement_versions') }}

),

later_stages as (

    select * from beliefs
    where believed_to is null and stage <> 'mql'

),

first_later_stages as (

    select * from later_stages
    qualify
        row_number() over (
            partition by person_key, cycle_no
            order by qualified_at, stage
        ) = 1

),

passed_over as (

    select
        later_stages.person_key,
        later_stages.cycle_no,
        'sal' as stage,
        later_stages.qualified_at,
        later_stages.believed_from
    from later_stages
    left join beliefs
        on
            later_stages.person_key = beliefs.person_key
            and later_stages.cycle_no = beliefs.cycle_no
            and beliefs.stage = 'sal'
    where later_stages.stage = 'sql' and beliefs.person_key is null

    union all

    select
        first_later_stages.person_key,
        first_later_stages.cycle_no,
        'mql' as stage,
        first_later_stages.qualified_at,
        first_later_stages.believed_from
    from first_later_stages
    left join beliefs
        on
            first_later_stages.person_key = beliefs.person_key
            and first_later_stages.cycle_no = beliefs.cycle_no
            and beliefs.stage = 'mql'
    where beliefs.person_key is null

),

imputed as (

    select
        {{ surrogate_key([
            'passed_over.person_key',
            'passed_over.cycle_no',
            'passed_over.stage',
            'passed_over.believed_from'
        ]) }} as qualification_key,
        passed_over.person_key,
        passed_over.stage,
        passed_over.cycle_no,
        versions.agreement_version,
        passed_over.qualified_at,
        passed_over.believed_from
    from passed_over
    inner join versions
        on
            {{ business_date('passed_over.qualified_at') }}
            >= versions.valid_from
            and {{ business_date('passed_over.qualified_at') }}
            < coalesce(versions.valid_to, date '9999-12-31')

)

select * from imputed
