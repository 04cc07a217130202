{{ config(materialized="table") }}

with

evaluations as (

    select * from {{ ref('int_evaluations') }}

),

asked as (

    select * from {{ ref('int_conditions_asked') }}

),

done as (

    select * from {{ ref('int_activity_counts') }}

),

visible_attributes as (

    select * from {{ ref('int_visible_attributes') }}

),

scores as (

    select * from {{ ref('int_scores') }}

),

found as (

    select
        done.evaluation_key,
        asked.*,
        cast(
            case
                when asked.aggregate = 'days' then done.active_days
                else done.activities
            end as text
        ) as found
    from done
    inner join asked
        on
            done.agreement_version = asked.agreement_version
            and done.stage = asked.stage
            and done.signal = asked.signal
            and done.window_days is not distinct from asked.window_days
    where asked.signal_kind = 'activity'

    union all

    -- Nothing done is a count of none, which some conditions ask for.
    select
        evaluations.evaluation_key,
        asked.*,
        '0' as found
    from evaluations
    inner join asked
        on
            evaluations.agreement_version = asked.agreement_version
            and evaluations.stage = asked.stage
    left join done
        on
            evaluations.evaluation_key = done.evaluation_key
            and asked.signal = done.signal
            and asked.window_days is not distinct from done.window_days
    where asked.signal_kind = 'activity' and done.evaluation_key is null

    union all

    select
        visible_attributes.evaluation_key,
        asked.*,
        visible_attributes.attribute_value as found
    from visible_attributes
    inner join asked
        on
            visible_attributes.agreement_version = asked.agreement_version
            and visible_attributes.stage = asked.stage
            and visible_attributes.attribute = asked.signal
    where asked.signal_kind = 'attribute'

    union all

    select
        scores.evaluation_key,
        asked.*,
        cast(scores.score as text) as found
    from scores
    inner join asked
        on
            scores.agreement_version = asked.agreement_version
            and scores.stage = asked.stage
            and scores.axis = asked.signal
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
