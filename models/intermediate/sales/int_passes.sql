with

occurrences as (

    select * from {{ ref('int_qualification_occurrences') }}

),

hand_offs as (

    select * from {{ ref('int_hand_offs') }}

),

cycle_deals as (

    select * from {{ ref('int_cycle_deals') }}

),

-- Sales also works people whom nobody qualified or handed over.
passes as (

    select
        person_key,
        cycle_no
    from occurrences

    union

    select
        person_key,
        cycle_no
    from hand_offs

    union

    select
        person_key,
        cycle_no
    from cycle_deals

)

select * from passes
