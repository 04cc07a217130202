with

conversion_touches as (

    select * from {{ ref('int_conversion_touches') }}

),

models as (

    select * from {{ ref('attribution_models') }}

),

-- What a model asks of a touch: its place from either end, and how many
-- whole half-lives it is older than the last one could be.
placed as (

    select
        conversion_touches.conversion_key,
        conversion_touches.touch_no,
        conversion_touches.touches,
        conversion_touches.touch_no = conversion_touches.touches as is_last,
        models.model,
        -- The last that is not direct; where all are direct, the last.
        row_number() over (
            partition by conversion_touches.conversion_key, models.model
            order by
                conversion_touches.channel <> 'direct' desc,
                conversion_touches.touch_no desc
        ) = 1 as is_last_non_direct,
        conversion_touches.is_qualifying
        and row_number() over (
            partition by
                conversion_touches.conversion_key,
                models.model,
                conversion_touches.is_qualifying
            order by conversion_touches.touch_no desc
        ) = 1 as is_last_qualifying,
        {{ whole_quotient(
            elapsed_days(
                'conversion_touches.touched_at',
                'conversion_touches.converted_at'
            ),
            'models.half_life_days'
        ) }} as halvings
    from conversion_touches
    cross join models

),

-- Whole numbers in the proportions of the model: tenths of 0.4 and 0.2 shared
-- by the touches between, powers of two for halves.
weighted as (

    select
        conversion_key,
        model,
        touch_no,
        cast(case
            when model = 'first_touch' and touch_no = 1 then 1
            when model = 'last_touch' and is_last then 1
            when model = 'last_non_direct' and is_last_non_direct then 1
            when model = 'linear' then 1
            when model = 'position' and touches <= 2 then 1
            when model = 'position' and (touch_no = 1 or is_last)
                then 2 * (touches - 2)
            when model = 'position' then 1
            when model = 'time_decay'
                then {{ power_of_two('max(halvings) over (
                    partition by conversion_key, model
                ) - halvings') }}
            when model = 'first_qualifying_touch' and is_last_qualifying
                then 1
            else 0
        end as bigint) as weight
    from placed

),

credited as (

    select * from weighted
    where weight > 0

)

select * from credited
