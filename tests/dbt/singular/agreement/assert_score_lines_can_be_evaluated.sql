{#
    A score line that can match nothing, or whose points fade at no known pace,
    moves no lead: the threshold that sales and marketing built together is
    then reached by others than they meant.
#}
{{ config(meta={'owner': 'marketing'}) }}

with

score_lines as (

    select * from {{ ref('score_lines') }}

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

described as (

    select
        score_lines.*,
        activities.activity is not null as is_activity,
        attributes.attribute is not null as is_attribute,
        attributes.value_type,
        operators.value_type as operator_type,
        coalesce(score_lines.signal, '(blank)') as named
    from score_lines
    left join activities
        on
            score_lines.signal_kind = 'activity'
            and score_lines.signal = activities.activity
    left join attributes
        on
            score_lines.signal_kind = 'attribute'
            and score_lines.signal = attributes.attribute
    left join operators on score_lines.operator = operators.operator

),

findings as (

    select
        agreement_version,
        score_line_id,
        case
            when axis is null or axis not in ('fit', 'engagement')
                then
                    'unknown axis ' || coalesce(axis, '(blank)')
                    || ': write fit or engagement'
            when point_group is null
                then 'a blank point_group: name one'
            when
                signal_kind is null
                or signal_kind not in ('activity', 'attribute')
                then
                    'unknown signal_kind ' || coalesce(signal_kind, '(blank)')
                    || ': write activity or attribute'
            when signal_kind = 'activity' and not is_activity
                then
                    'unknown activity ' || named
                    || ': name one of seeds/reference/activities.csv'
            when signal_kind = 'attribute' and not is_attribute
                then
                    'unknown attribute ' || named
                    || ': name one of seeds/reference/attributes.csv'
            when points is null
                then 'blank points: write a number, below 0 to take some off'
            when signal_kind = 'attribute' and half_life_days is not null
                then
                    'half_life_days ' || half_life_days
                    || ': leave it blank, for only activities fade'
            when half_life_days < 1 or half_life_days > 3650
                then
                    'half_life_days ' || half_life_days
                    || ': it must be from 1 to 3650, or blank'
            when
                signal_kind = 'activity'
                and coalesce(operator, value) is not null
                then
                    'a comparison with ' || coalesce(value, operator)
                    || ': leave operator and value blank for an activity'
            when signal_kind = 'attribute'
                then
                    {{ comparison_defect(
                        'named', 'value_type', 'operator', 'operator_type',
                        'value') }}
        end as finding
    from described

),

reported as (

    select
        agreement_version,
        score_line_id,
        'score_lines.csv: line ' || score_line_id || ' of version '
        || agreement_version || ' has ' || finding || '.' as finding
    from findings
    where finding is not null

)

select * from reported
