-- Whoever enters a word that no list has is counted as other, and a list that
-- nobody keeps makes everybody other: the five most frequent are told.
{{ config(severity='warn', meta={'owner': 'data_engineering'}) }}

with

unknown_words as (

    select * from {{ ref('unknown_words') }}

),

most_frequent as (

    select
        *,
        first_table || ': "' || word || '" (' || landed_rows || ' rows)'
        || case list_name
            when 'deal_pipeline_stage'
                then
                    ' is no stage of hubspot.deal_pipeline_stage: land the'
                    || ' stages of every pipeline.'
            else
                ' is not in seeds/reference/' || list_name || '.csv: add it'
                || ' there, or correct it where it was entered.'
        end as finding
    from unknown_words
    qualify
        row_number() over (
            order by landed_rows desc, list_name asc, word asc
        ) <= 5

)

select * from most_frequent
