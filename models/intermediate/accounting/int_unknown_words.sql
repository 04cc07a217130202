with

known as (

    select * from {{ ref('int_known_words') }}

),

landed as (

    select * from {{ ref('int_landed_words') }}

),

unknown_words as (

    select
        landed.list_name,
        landed.word,
        cast(sum(landed.landed_rows) as bigint) as landed_rows,
        min(landed.table_name) as first_table
    from landed
    left join known
        on
            landed.list_name = known.list_name
            and landed.word = known.word
    where landed.word is not null and known.word is null
    group by 1, 2

)

select * from unknown_words
