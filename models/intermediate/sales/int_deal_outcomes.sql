with

crm_deals as (

    select * from {{ ref('stg_hubspot__deal') }}

),

stages as (

    select * from {{ ref('int_deal_stages') }}

),

-- Where the deal or the stage does not name its pipeline, the stage of that
-- id tells as long as all of that id say the same.
stages_of_any_pipeline as (

    select
        stage_id,
        count(*) as stages_found,
        count(*) filter (where pipeline_id is null) as unplaced_stages,
        count(is_closed) as stages_that_tell_closed,
        count(is_won) as stages_that_tell_won,
        min(is_closed) as is_closed,
        max(is_closed) as is_ever_closed,
        min(is_won) as is_won,
        max(is_won) as is_ever_won
    from stages
    group by stage_id

),

agreeing_stages as (

    select
        stage_id,
        unplaced_stages,
        is_closed,
        is_won
    from stages_of_any_pipeline
    where
        stages_found = stages_that_tell_closed
        and stages_found = stages_that_tell_won
        and is_closed = is_ever_closed
        and is_won = is_ever_won

),

found_stages as (

    select
        crm_deals.*,
        coalesce(stages.is_closed, agreeing_stages.is_closed) as is_closed,
        coalesce(stages.is_won, agreeing_stages.is_won) as is_won
    from crm_deals
    left join stages
        on
            crm_deals.stage_id = stages.stage_id
            and crm_deals.pipeline_id = stages.pipeline_id
    left join agreeing_stages
        on
            crm_deals.stage_id = agreeing_stages.stage_id
            and stages.stage_id is null
            and (
                crm_deals.pipeline_id is null
                or agreeing_stages.unplaced_stages > 0
            )

),

outcomes as (

    select
        deal_id,
        pipeline_id,
        stage_id,
        is_deleted,
        case
            when is_won then 'won'
            when
                is_closed
                and not is_won
                and closed_lost_reason in ('not_now', 'no_budget')
                then 'recycled'
            when is_closed and not is_won then 'lost'
            else 'open'
        end as outcome,
        is_closed is not null and is_won is not null as is_told
    from found_stages

)

select * from outcomes
