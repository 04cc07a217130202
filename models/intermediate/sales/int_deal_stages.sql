with

stages as (

    select * from {{ ref('stg_hubspot__deal_pipeline_stage') }}

),

-- An id that was written in two ways is one stage, as it landed last.
latest_stages as (

    select * from stages
    qualify
        row_number() over (
            partition by pipeline_id, stage_id
            order by
                coalesce(recorded_at, timestamp '0001-01-01') desc,
                is_deleted asc,
                probability desc,
                is_closed desc,
                is_closed_won desc
        ) = 1

),

pipelines as (

    select
        pipeline_id,
        count(*) filter (where is_closed) as closed_stages,
        count(*) filter (where is_closed and not is_closed_won)
            as closed_stages_without_flag,
        count(*) filter (where is_closed_won and probability < 1)
            as improbable_stages_with_flag
    from latest_stages
    group by pipeline_id

),

-- The older flag has meant won, and has meant only closed. Some closed stage
-- that lacks it shows the first, an improbable one that has it the second;
-- and it can be taken for won where no pipeline has two closed stages.
flags as (

    select
        sum(improbable_stages_with_flag) = 0
        and (sum(closed_stages_without_flag) > 0 or max(closed_stages) < 2)
            as means_won
    from pipelines

),

closings as (

    select
        latest_stages.*,
        flags.means_won as is_flag_for_won,
        case
            when latest_stages.is_closed is not null
                then latest_stages.is_closed
            when latest_stages.is_closed_won then true
            -- HubSpot's own meaning: 0 is lost, 1 is won.
            when latest_stages.probability is not null
                then latest_stages.probability in (0, 1)
        end as is_seen_closed
    from latest_stages
    cross join flags

),

judged as (

    select
        pipeline_id,
        stage_id,
        is_seen_closed as is_closed,
        case
            when not is_seen_closed then false
            when probability is not null then probability = 1
            when not is_closed_won then false
            when is_flag_for_won then is_closed_won
        end as is_won
    from closings

)

select * from judged
