{#
    In a version without rules nobody qualifies, without a promise no week is
    judged, without a policy no lead is called late, without acts nobody is an
    ambassador, without lines, signals and conditions no customer is engaged,
    satisfied or ideal; and rows of a version that does not exist are never
    applied. Each of these looks like a quiet month.
#}
{{ config(meta={'owner': 'marketing'}) }}

with

versions as (

    select * from {{ ref('agreement_versions') }}

),

parts as (

    select
        'qualification_rules' as part,
        agreement_version
    from {{ ref('qualification_rules') }}
    union
    select
        'rule_conditions' as part,
        agreement_version
    from {{ ref('rule_conditions') }}
    union
    select
        'promises' as part,
        agreement_version
    from {{ ref('promises') }}
    union
    select
        'sla_policies' as part,
        agreement_version
    from {{ ref('sla_policies') }}
    union
    select
        'ambassador_acts' as part,
        agreement_version
    from {{ ref('ambassador_acts') }}
    union
    select
        'engagement_lines' as part,
        agreement_version
    from {{ ref('engagement_lines') }}
    union
    select
        'satisfaction_signals' as part,
        agreement_version
    from {{ ref('satisfaction_signals') }}
    union
    select
        'ideal_customers' as part,
        agreement_version
    from {{ ref('ideal_customers') }}
    union
    select
        'exclusions' as part,
        agreement_version
    from {{ ref('exclusions') }}
    union
    select
        'signatures' as part,
        agreement_version
    from {{ ref('signatures') }}
    union
    select
        'score_lines' as part,
        agreement_version
    from {{ ref('score_lines') }}
    union
    select
        'score_groups' as part,
        agreement_version
    from {{ ref('score_groups') }}
    union
    select
        'score_grades' as part,
        agreement_version
    from {{ ref('score_grades') }}

),

-- A version may exclude nobody and score nobody, and one to come may be
-- unsigned.
necessary as (

    select 'qualification_rules' as part
    union all
    select 'rule_conditions' as part
    union all
    select 'promises' as part
    union all
    select 'sla_policies' as part
    union all
    select 'ambassador_acts' as part
    union all
    select 'engagement_lines' as part
    union all
    select 'satisfaction_signals' as part
    union all
    select 'ideal_customers' as part

),

missing as (

    select
        versions.agreement_version,
        necessary.part || '.csv: version ' || versions.agreement_version
        || ' has no row: write at least one.' as finding
    from versions
    cross join necessary
    left join parts
        on
            necessary.part = parts.part
            and versions.agreement_version = parts.agreement_version
    where parts.part is null

),

orphaned as (

    select
        parts.agreement_version,
        parts.part || '.csv: version ' || parts.agreement_version
        || ' is not in agreement_versions.csv: add it there, or correct'
        || ' the number.' as finding
    from parts
    left join versions
        on parts.agreement_version = versions.agreement_version
    where versions.agreement_version is null

),

findings as (

    select * from missing
    union all
    select * from orphaned

)

select * from findings
