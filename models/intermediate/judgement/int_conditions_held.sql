{{ config(materialized="table") }}

with

asked as (

    select * from {{ ref('int_conditions_asked') }}

),

visible_activities as (

    select * from {{ ref('int_visible_activities') }}

),

visible_attributes as (

    select * from {{ ref('int_visible_attributes') }}

),

scores as (

    select * from {{ ref('int_scores') }}

),

-- Nothing done is a count of none, which some conditions ask for.
counted as (

    select
        asked.evaluation_key,
        asked.rule_id,
        asked.condition_group,
        asked.operator,
        asked.value,
        asked.signal,
        asked.aggregate,
        asked.window_days,
        count(visible_activities.activity_key) as activities,
        count(distinct {{ business_date('visible_activities.occurred_at') }})
            as active_days
    from asked
    left join visible_activities
        on
            asked.evaluation_key = visible_activities.evaluation_key
            and asked.signal = visible_activities.activity
            and (
                asked.window_days is null
                or {{ dbt.dateadd(
                    'day', 'asked.window_days', 'visible_activities.occurred_at'
                ) }} > asked.evaluated_at
            )
    where asked.signal_kind = 'activity'
    group by all

),

found as (

    select
        evaluation_key,
        rule_id,
        condition_group,
        operator,
        value,
        cast(
            case when aggregate = 'days' then active_days else activities end
            as text
        ) as found
    from counted

    union all

    select
        asked.evaluation_key,
        asked.rule_id,
        asked.condition_group,
        asked.operator,
        asked.value,
        visible_attributes.attribute_value as found
    from asked
    inner join visible_attributes
        on
            asked.evaluation_key = visible_attributes.evaluation_key
            and asked.signal = visible_attributes.attribute
    where asked.signal_kind = 'attribute'

    union all

    select
        asked.evaluation_key,
        asked.rule_id,
        asked.condition_group,
        asked.operator,
        asked.value,
        cast(scores.score as text) as found
    from asked
    inner join scores
        on
            asked.evaluation_key = scores.evaluation_key
            and asked.signal = scores.axis
    where asked.signal_kind = 'score'

),

held as (

    select distinct
        evaluation_key,
        rule_id,
        condition_group
    from found
    where {{ condition_holds('operator', 'value', 'found') }}

)

select * from held
