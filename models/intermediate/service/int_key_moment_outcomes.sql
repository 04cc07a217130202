with

due as (

    select * from {{ ref('int_key_moments_due') }}

),

human_touches as (

    select * from {{ ref('int_human_touches') }}

),

people as (

    select * from {{ ref('int_people') }}

),

recovered as (

    select * from {{ ref('int_key_moments_recovered') }}

),

touches as (

    select
        people.account_key,
        {{ business_date('human_touches.occurred_at') }} as touched_on
    from human_touches
    inner join people on human_touches.person_key = people.person_key

),

reached as (

    select
        due.moment,
        due.contract_id,
        min(touches.touched_on) as reached_on
    from due
    inner join touches
        on
            due.account_key = touches.account_key
            and due.due_on <= touches.touched_on
            and due.reached_before_on > touches.touched_on
    group by due.moment, due.contract_id

),

outcomes as (

    select
        due.*,
        reached.reached_on,
        recovered.recovered_on
    from due
    left join reached
        on
            due.moment = reached.moment
            and due.contract_id = reached.contract_id
    left join recovered
        on
            due.moment = recovered.moment
            and due.contract_id = recovered.contract_id

)

select * from outcomes
