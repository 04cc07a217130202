{{ config(materialized="table") }}

with

countries as (

    select * from {{ ref('countries') }}

),

written as (

    select
        name_en,
        concat_ws('|', iso_code, name_en, name_fr, other_spellings)
            as spellings
    from countries

),

country_spellings as (

    select
        {{ country_spelling('written.spelling') }} as spelling,
        min(listed.name_en) as country
    from written as listed
    cross join
        unnest(string_split(listed.spellings, '|')) as written (spelling)
    group by {{ country_spelling('written.spelling') }}

)

select * from country_spellings
