with

conversions as (

    select * from {{ ref('int_attribution_conversions') }}

),

models as (

    select * from {{ ref('attribution_models') }}

),

weights as (

    select * from {{ ref('int_attribution_weights') }}

),

-- A conversion that nothing led to is told too: it has no touch.
shares as (

    select
        conversions.conversion_key,
        models.model,
        weights.touch_no,
        cast(conversions.value_reporting * 100 as decimal(28, 0))
            as value_cents,
        {{ whole_quotient(
            'coalesce(weights.weight, 1) * cast(1000000000 as decimal(28, 0))',
            'coalesce(sum(weights.weight) over (
                partition by conversions.conversion_key, models.model
            ), 1)'
        ) }} as billionths,
        coalesce(weights.touch_no = max(weights.touch_no) over (
            partition by conversions.conversion_key, models.model
        ), true) as takes_rest
    from conversions
    cross join models
    left join weights
        on
            conversions.conversion_key = weights.conversion_key
            and models.model = weights.model

),

whole_shares as (

    select
        conversion_key,
        model,
        touch_no,
        value_cents,
        takes_rest,
        case
            when takes_rest
                then billionths + 1000000000 - sum(billionths) over (
                    partition by conversion_key, model
                )
            else billionths
        end as billionths
    from shares

),

-- Cents times billionths are hundred-thousands of a millionth.
valued as (

    select
        conversion_key,
        model,
        touch_no,
        takes_rest,
        billionths,
        value_cents * 10000 as whole_millionths,
        {{ whole_quotient('value_cents * billionths', '100000') }}
            as millionths
    from whole_shares

),

credits as (

    select
        conversion_key,
        model,
        touch_no,
        cast(
            billionths * cast(0.000000001 as decimal(9, 9)) as decimal(10, 9)
        ) as credit,
        cast(
            case
                when takes_rest
                    then millionths + whole_millionths - sum(millionths) over (
                        partition by conversion_key, model
                    )
                else millionths
            end * cast(0.000001 as decimal(6, 6)) as decimal(18, 6)
        ) as value_reporting
    from valued

)

select * from credits
