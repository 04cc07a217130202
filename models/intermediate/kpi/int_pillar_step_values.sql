with

steps as (

    select * from {{ ref('int_pillar_steps') }}

),

sales as (

    select
        application_id,
        max(step_no) as step_no
    from steps
    where to_pillar = 'revenue'
    group by application_id

),

-- What usually comes of each step that is left to the sale.
later_steps as (

    select
        steps.application_id,
        steps.step_no,
        steps.month,
        later.step_no as later_step_no,
        cast(sum(later.numerator) as double)
        / cast(sum(later.denominator) as double) as later_rate
    from steps
    inner join sales on steps.application_id = sales.application_id
    inner join steps as later
        on
            steps.application_id = later.application_id
            and steps.step_no < later.step_no
            and sales.step_no >= later.step_no
            and steps.month > later.month
            and later.month
            >= {{ dbt.dateadd('month', '-12', 'steps.month') }}
    group by
        steps.application_id, steps.step_no, steps.month, later.step_no

),

shares as (

    select
        steps.application_id,
        steps.step_no,
        steps.month,
        steps.step_no > sales.step_no as is_after_the_sale,
        sales.step_no - steps.step_no as steps_to_the_sale,
        count(later_steps.later_step_no) as steps_known,
        case
            when min(later_steps.later_rate) = 0 then 0
            else coalesce(exp(sum(ln(nullif(later_steps.later_rate, 0)))), 1)
        end as known_share
    from steps
    inner join sales on steps.application_id = sales.application_id
    left join later_steps
        on
            steps.application_id = later_steps.application_id
            and steps.step_no = later_steps.step_no
            and steps.month = later_steps.month
    group by
        steps.application_id, steps.step_no, steps.month, sales.step_no

),

-- Nine decimals, so that the order of the factors leaves no trace.
step_values as (

    select
        application_id,
        step_no,
        month,
        is_after_the_sale,
        case
            when is_after_the_sale then cast(1 as decimal(18, 9))
            when steps_known = steps_to_the_sale
                then cast(known_share as decimal(18, 9))
        end as share_that_goes_on
    from shares

)

select * from step_values
