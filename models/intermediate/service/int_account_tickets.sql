with

tickets_opened as (

    select * from {{ ref('int_tickets_opened') }}

),

service_costs as (

    select * from {{ ref('service_costs') }}

),

tickets as (

    select
        tickets_opened.account_key,
        cast(date_trunc('month', tickets_opened.opened_on) as date) as month,
        count(*) as tickets_opened,
        cast(
            coalesce(sum(service_costs.unit_cost), 0) as decimal(18, 2)
        ) as cost_to_serve
    from tickets_opened
    left join service_costs
        on
            service_costs.service = 'ticket'
            and tickets_opened.opened_on >= service_costs.valid_from
            and (
                service_costs.valid_to is null
                or tickets_opened.opened_on < service_costs.valid_to
            )
    group by 1, 2

)

select * from tickets
