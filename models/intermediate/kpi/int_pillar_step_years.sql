with

steps as (

    select * from {{ ref('int_pillar_steps') }}

),

-- Of each month and step the twelve months before: their mean and spread,
-- and their conversions added up.
years as (

    select
        steps.application_id,
        steps.step_no,
        steps.month,
        count(*) as months_before,
        sum(earlier.numerator) as numerator_before,
        sum(earlier.denominator) as denominator_before,
        sum(earlier.rate) as rate_sum,
        sum(
            cast(earlier.rate as decimal(18, 9))
            * cast(earlier.rate as decimal(18, 9))
        ) as rate_square_sum
    from steps
    inner join steps as earlier
        on
            steps.application_id = earlier.application_id
            and steps.step_no = earlier.step_no
            and steps.month > earlier.month
            and earlier.month
            >= {{ dbt.dateadd('month', '-12', 'steps.month') }}
    group by steps.application_id, steps.step_no, steps.month

),

-- The sums are exact, so that the order of rows leaves no trace.
squared as (

    select
        *,
        months_before * rate_square_sum - rate_sum * rate_sum as square_sum
    from years

),

spread as (

    select
        application_id,
        step_no,
        month,
        cast(months_before as integer) as months_before,
        cast(numerator_before as double)
        / nullif(cast(denominator_before as double), 0) as rate_of_year,
        cast(rate_sum as double) / months_before as mean_rate,
        sqrt(cast(square_sum as double)) / months_before as rate_deviation
    from squared

)

select * from spread
