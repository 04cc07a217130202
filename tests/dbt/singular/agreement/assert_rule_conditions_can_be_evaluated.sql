{#
    A condition on a misspelt activity, with an operator that does not fit or
    a text where a number is compared is never met, or always: leads stay where
    they are or pour in, and nothing says why.
#}
{{ config(meta={'owner': 'marketing'}) }}

with

conditions as (

    select * from {{ ref('rule_conditions') }}

),

rules as (

    select * from {{ ref('qualification_rules') }}

),

activities as (

    select * from {{ ref('activities') }}

),

attributes as (

    select * from {{ ref('attributes') }}

),

operators as (

    select * from {{ ref('operators') }}

),

scored as (

    select distinct
        agreement_version,
        axis
    from {{ ref('score_lines') }}

),

described as (

    select
        conditions.*,
        rules.rule_id is not null as is_of_a_rule,
        activities.activity is not null as is_activity,
        attributes.attribute is not null as is_attribute,
        scored.axis is not null as is_scored,
        operators.value_type as operator_type,
        coalesce(attributes.value_type, 'number') as value_type,
        coalesce(conditions.signal, '(blank)') as named
    from conditions
    left join rules
        on
            conditions.agreement_version = rules.agreement_version
            and conditions.rule_id = rules.rule_id
    left join activities
        on
            conditions.signal_kind = 'activity'
            and conditions.signal = activities.activity
    left join attributes
        on
            conditions.signal_kind = 'attribute'
            and conditions.signal = attributes.attribute
    left join scored
        on
            conditions.agreement_version = scored.agreement_version
            and conditions.signal_kind = 'score'
            and conditions.signal = scored.axis
    left join operators on conditions.operator = operators.operator

),

findings as (

    select
        agreement_version,
        rule_id,
        named,
        case
            when not is_of_a_rule
                then
                    'a rule_id that is not in qualification_rules.csv: correct'
                    || ' it, or add the rule'
            when condition_group is null
                then 'a blank condition_group: number it'
            when
                signal_kind is null
                or signal_kind not in ('activity', 'attribute', 'score')
                then
                    'unknown signal_kind ' || coalesce(signal_kind, '(blank)')
                    || ': write activity, attribute or score'
            when signal_kind = 'activity' and not is_activity
                then
                    'unknown activity ' || named
                    || ': name one of seeds/reference/activities.csv'
            when signal_kind = 'attribute' and not is_attribute
                then
                    'unknown attribute ' || named
                    || ': name one of seeds/reference/attributes.csv'
            when signal_kind = 'score' and named not in ('fit', 'engagement')
                then 'unknown axis ' || named || ': write fit or engagement'
            when signal_kind = 'score' and not is_scored
                then
                    'axis ' || named || ', for which score_lines.csv has no'
                    || ' line of the version: write one, or ask for no score'
            when
                signal_kind = 'activity'
                and coalesce(aggregate, '') not in ('count', 'days')
                then
                    'aggregate ' || coalesce(aggregate, '(blank)')
                    || ' of an activity: write count or days'
            when
                signal_kind = 'attribute'
                and coalesce(aggregate, '') <> 'latest'
                then
                    'aggregate ' || coalesce(aggregate, '(blank)')
                    || ' of an attribute: write latest'
            when signal_kind = 'score' and coalesce(aggregate, '') <> 'total'
                then
                    'aggregate ' || coalesce(aggregate, '(blank)')
                    || ' of a score: write total'
            when signal_kind <> 'activity' and window_days is not null
                then
                    'window_days ' || window_days
                    || ': leave it blank, for only activities have a window'
            when window_days < 1 or window_days > 3650
                then
                    'window_days ' || window_days
                    || ': it must be from 1 to 3650, or blank'
            when signal_kind <> 'attribute' and operator = 'is_set'
                then
                    'operator is_set, which is always met by a number: compare'
                    || ' it with a value'
            else
                {{ comparison_defect(
                    'named', 'value_type', 'operator', 'operator_type',
                    'value') }}
        end as finding
    from described

),

reported as (

    select
        agreement_version,
        rule_id,
        'rule_conditions.csv: a condition on ' || named || ' of rule '
        || coalesce(rule_id, '(blank)') || ' of version '
        || coalesce('' || agreement_version, '(blank)')
        || ' has ' || finding || '.' as finding
    from findings
    where finding is not null

)

select * from reported
