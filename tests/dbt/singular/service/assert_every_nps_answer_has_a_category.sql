-- Promoters, passives and detractors are the respondents: an answer that is
-- none of them waters the score down.
{{ config(meta={'owner': 'service'}) }}

with

survey_responses as (

    select * from {{ ref('fct_survey_response') }}

),

counted as (

    select
        survey,
        count(*) filter (
            where is_answered and score between 0 and 10
        ) as respondents,
        count(*) filter (where category = 'promoter') as promoters,
        count(*) filter (where category = 'passive') as passives,
        count(*) filter (where category = 'detractor') as detractors
    from survey_responses
    where kind = 'nps'
    group by survey

),

differing as (

    select * from counted
    where promoters + passives + detractors <> respondents

)

select * from differing
