with

shortfalls as (

    select * from {{ ref('int_pillar_shortfalls') }}

),

step_values as (

    select * from {{ ref('int_pillar_step_values') }}

),

unit_economics as (

    select * from {{ ref('unit_economics') }}

),

-- Past the sale, one more conversion is a further year of a customer's margin.
priced as (

    select
        shortfalls.*,
        cast(step_values.share_that_goes_on as double)
        * case
            when step_values.is_after_the_sale
                then
                    12 * economics.revenue_per_customer
                    * economics.gross_margin_share
            else economics.lifetime_value
        end as value_of_one_more
    from shortfalls
    inner join step_values
        on
            shortfalls.application_id = step_values.application_id
            and shortfalls.step_no = step_values.step_no
            and shortfalls.month = step_values.month
    left join unit_economics as economics
        on
            economics.channel = 'all'
            and cast({{ dbt.dateadd(
                'month', '-3', "date_trunc('quarter', shortfalls.month)"
            ) }} as date) = economics.quarter

),

at_stake as (

    select
        *,
        cast(
            shortfall * entered * value_of_one_more as decimal(18, 2)
        ) as revenue_at_stake
    from priced

),

weak_pillar as (

    select
        application_id,
        month,
        step_no,
        from_pillar,
        to_pillar,
        entered,
        numerator,
        denominator,
        cast(rate as double) as rate,
        target,
        months_before,
        mean_rate,
        rate_deviation,
        z_score,
        shortfall,
        value_of_one_more,
        revenue_at_stake,
        cast(
            row_number() over (
                partition by application_id, month
                order by coalesce(revenue_at_stake, -1) desc, step_no asc
            ) as integer
        ) as weakness_rank
    from at_stake

)

select * from weak_pillar
