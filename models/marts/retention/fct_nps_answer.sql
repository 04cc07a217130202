with

nps_answers as (

    select * from {{ ref('int_nps_answers') }}

),

surveys as (

    select * from {{ ref('fct_survey_response') }}

),

judged as (

    select
        {{ surrogate_key([
            "coalesce(cast(nps_answers.person_key as text), "
            ~ "'response ' || nps_answers.response_id)",
            'nps_answers.month',
        ]) }} as nps_answer_key,
        nps_answers.month,
        nps_answers.person_key,
        nps_answers.account_key,
        surveys.survey_response_key,
        surveys.score,
        surveys.category,
        case surveys.category
            when 'promoter' then 1
            when 'detractor' then -1
            else 0
        end as net_promoter
    from nps_answers
    inner join surveys on nps_answers.response_id = surveys.response_id

)

select * from judged
