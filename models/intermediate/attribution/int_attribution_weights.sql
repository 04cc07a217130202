with

conversion_touches as (

    select * from {{ ref('int_conversion_touches') }}

),

models as (

    select * from {{ ref('attribution_models') }}

),

-- A touch's place from either end, its age at the conversion and that of
-- the oldest touch.
placed as (

    select
        conversion_key,
        touch_no,
        touches,
        touch_no = touches as is_last,
        -- The last that is not direct; where all are direct, the last.
        row_number() over (
            partition by conversion_key
            order by channel <> 'direct' desc, touch_no desc
        ) = 1 as is_last_non_direct,
        is_qualifying
        and row_number() over (
            partition by conversion_key, is_qualifying
            order by touch_no desc
        ) = 1 as is_last_qualifying,
        {{ elapsed_days('touched_at', 'converted_at') }} as age_days,
        max({{ elapsed_days('touched_at', 'converted_at') }}) over (
            partition by conversion_key
        ) as oldest_days
    from conversion_touches

),

-- Whole numbers in the proportions of the model: tenths of 0.4 and 0.2 shared
-- by the touches between, powers of two for the whole half-lives by which a
-- touch is younger than the oldest.
weighted as (

    select
        placed.conversion_key,
        models.model,
        placed.touch_no,
        cast(case
            when models.model = 'first_touch' and placed.touch_no = 1 then 1
            when models.model = 'last_touch' and placed.is_last then 1
            when
                models.model = 'last_non_direct' and placed.is_last_non_direct
                then 1
            when models.model = 'linear' then 1
            when models.model = 'position' and placed.touches <= 2 then 1
            when
                models.model = 'position'
                and (placed.touch_no = 1 or placed.is_last)
                then 2 * (placed.touches - 2)
            when models.model = 'position' then 1
            when models.model = 'time_decay'
                then {{ power_of_two(
                    whole_quotient(
                        'placed.oldest_days', 'models.half_life_days'
                    ) ~ ' - ' ~ whole_quotient(
                        'placed.age_days', 'models.half_life_days'
                    )
                ) }}
            when
                models.model = 'first_qualifying_touch'
                and placed.is_last_qualifying
                then 1
            else 0
        end as bigint) as weight
    from placed
    cross join models

),

credited as (

    select * from weighted
    where weight > 0

)

select * from credited
