with

survey_responses as (

    select * from {{ ref('int_survey_responses') }}

),

judged as (

    select
        {{ surrogate_key(['response_id']) }} as survey_response_key,
        response_id,
        survey,
        kind,
        person_key,
        account_key,
        score,
        sent_at,
        answered_at,
        {{ business_date('sent_at') }} as sent_on,
        {{ business_date('answered_at') }} as answered_on,
        answered_at is not null as is_answered,
        case
            when kind <> 'nps' then null
            when counted_score <= 6 then 'detractor'
            when counted_score <= 8 then 'passive'
            when counted_score <= 10 then 'promoter'
        end as category,
        case when kind = 'csat' then counted_score >= 4 end as is_satisfied
    from survey_responses

)

select * from judged
