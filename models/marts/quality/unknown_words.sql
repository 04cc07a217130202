with

unknown_words as (

    select * from {{ ref('int_unknown_words') }}

)

select * from unknown_words
