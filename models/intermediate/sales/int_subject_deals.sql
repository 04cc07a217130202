with

deals as (

    select * from {{ ref('int_deals') }}

),

subject_deals as (

    select
        'person' as subject_type,
        person_key as subject_key,
        deals.*
    from deals
    where person_key is not null

    union all

    select
        'account' as subject_type,
        account_key as subject_key,
        deals.*
    from deals
    where account_key is not null

)

select * from subject_deals
