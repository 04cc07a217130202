{#
    A share of costs above one, a unit that costs less than nothing or a gap in
    time makes a margin that nobody notices to be wrong.
#}
{{ config(meta={'owner': 'sales'}) }}

with

cost_of_goods as (

    select * from {{ ref('cost_of_goods') }}

),

service_costs as (

    select * from {{ ref('service_costs') }}

),

cost_scopes as (

    select * from {{ ref('cost_scopes') }}

),

-- The row without a product stands for whatever has no row: it has to hold on
-- every day, as the cost of a ticket has to.
always_held as (

    select
        'cost_of_goods.csv: the blank product' as subject,
        valid_from,
        valid_to
    from cost_of_goods
    where product is null

    union all

    select
        'service_costs.csv: service ticket' as subject,
        valid_from,
        valid_to
    from service_costs
    where service = 'ticket'

),

subjects as (

    select 'cost_of_goods.csv: the blank product' as subject

    union all

    select 'service_costs.csv: service ticket' as subject

),

chained as (

    select
        *,
        lead(valid_from) over (
            partition by subject order by valid_from
        ) as next_from
    from always_held

),

findings as (

    select
        'cost_of_goods.csv: share_of_revenue '
        || coalesce('' || share_of_revenue, '(blank)') || ' of product '
        || coalesce(product, '(blank)') || ': it must be from 0 to 1.'
            as finding
    from cost_of_goods
    where coalesce(share_of_revenue, -1) not between 0 and 1

    union all

    select
        'service_costs.csv: unit_cost '
        || coalesce('' || unit_cost, '(blank)') || ' of '
        || coalesce(service, '(blank)') || ': it must not be below 0.'
            as finding
    from service_costs
    where coalesce(unit_cost, -1) < 0

    union all

    select
        'service_costs.csv: unknown service ' || coalesce(service, '(blank)')
        || ': only ticket is counted.' as finding
    from service_costs
    where service is null or service <> 'ticket'

    union all

    select
        subject || ' has no row from ' || valid_to
        || ' on: leave valid_to blank or add the next row.' as finding
    from chained
    where valid_to is distinct from next_from

    union all

    select
        subjects.subject || ' has no row that holds on {{ var("first_day") }}:'
        || ' add one.' as finding
    from subjects
    left join always_held
        on
            subjects.subject = always_held.subject
            and always_held.valid_from <= date '{{ var("first_day") }}'
    where always_held.subject is null

    union all

    select
        'cost_scopes.csv: ' || coalesce(scope, '(blank)') || ', '
        || coalesce(category, '(blank)') || ', ' || coalesce(team, '(blank)')
        || ': scopes are marketing and full, categories and teams those of'
        || ' files.costs.' as finding
    from cost_scopes
    where
        coalesce(scope, '') not in ('marketing', 'full')
        or coalesce(category, '')
        not in ('media', 'tool', 'people', 'event', 'other')
        or coalesce(team, '') not in ('marketing', 'sales', 'service')

    union all

    -- What marketing costs is part of what winning customers costs.
    select
        'cost_scopes.csv: ' || marketing.category || ' of ' || marketing.team
        || ' is in scope marketing and not in full: add it.' as finding
    from cost_scopes as marketing
    left join cost_scopes as whole
        on
            marketing.category = whole.category
            and marketing.team = whole.team
            and whole.scope = 'full'
    where marketing.scope = 'marketing' and whole.scope is null

)

select * from findings
