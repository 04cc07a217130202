with

outcomes as (

    select * from {{ ref('int_key_moment_outcomes') }}

),

key_moments as (

    select
        {{ surrogate_key(['moment', 'contract_id']) }} as key_moment_key,
        moment,
        anchor,
        account_key,
        contract_id,
        product,
        anchored_on,
        due_on,
        reached_before_on,
        reached_on,
        reached_on is not null as is_reached,
        recovered_before_on,
        recovered_on,
        recovered_on is not null as is_recovered
    from outcomes

)

select * from key_moments
