with

activities as (

    select * from {{ ref('int_activities') }}

),

person_activities as (

    select * from activities
    where person_key is not null

)

select * from person_activities
