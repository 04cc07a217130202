-- Without a probability, and with a flag closed_won that every closed stage
-- has, no deal can be told to be won: every customer would be missing.
{{ config(meta={'owner': 'sales'}) }}

with

stages as (

    select * from {{ ref('int_deal_stages') }}

),

counted as (

    select
        count(*) filter (where is_won is null) as silent_stages,
        count(*) filter (where is_closed and is_won is not null)
            as closed_stages_that_tell
    from stages

),

findings as (

    select
        'hubspot.deal_pipeline_stage: no closed stage tells whether its deals '
        || 'were won or lost, by probability or by closed_won and is_closed: '
        || silent_stages || ' say neither, or have closed_won wherever they '
        || 'have is_closed. Export the table again with probability.'
            as finding
    from counted
    where silent_stages > 0 and closed_stages_that_tell = 0

)

select * from findings
