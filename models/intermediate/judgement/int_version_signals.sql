with

rules as (

    select * from {{ ref('qualification_rules') }}

),

conditions as (

    select * from {{ ref('rule_conditions') }}

),

score_lines as (

    select * from {{ ref('score_lines') }}

),

exclusions as (

    select * from {{ ref('exclusions') }}

),

versions as (

    select * from {{ ref('agreement_versions') }}

),

conditions_of_stages as (

    select
        rules.stage,
        conditions.*
    from rules
    inner join conditions
        on
            rules.agreement_version = conditions.agreement_version
            and rules.rule_id = conditions.rule_id

),

used as (

    select
        agreement_version,
        stage,
        signal_kind,
        signal
    from conditions_of_stages
    where signal_kind <> 'score'

    union

    select
        conditions_of_stages.agreement_version,
        conditions_of_stages.stage,
        score_lines.signal_kind,
        score_lines.signal
    from conditions_of_stages
    inner join score_lines
        on
            conditions_of_stages.agreement_version
            = score_lines.agreement_version
            and conditions_of_stages.signal = score_lines.axis
    where conditions_of_stages.signal_kind = 'score'

    union

    select
        agreement_version,
        'mql' as stage,
        'attribute' as signal_kind,
        attribute as signal
    from exclusions

),

in_force as (

    select
        used.*,
        {{ day_start('versions.valid_from') }} as valid_from_at,
        coalesce(
            {{ day_start('versions.valid_to') }}, timestamp '9999-12-31'
        ) as valid_to_at
    from used
    inner join versions
        on used.agreement_version = versions.agreement_version

)

select * from in_force
