with

survey_responses as (

    select * from {{ ref('int_survey_responses') }}

),

months as (

    select * from {{ ref('int_months') }}

),

nps_answers as (

    select
        response_id,
        person_key,
        account_key,
        counted_score as score,
        answered_at,
        {{ business_date('answered_at') }} as answered_on
    from survey_responses
    where
        kind = 'nps'
        and counted_score is not null

),

-- Whoever answered twice has changed their mind; of answers that
-- nobody is known to have given, each is somebody's.
latest as (

    select
        months.month,
        nps_answers.*
    from months
    inner join nps_answers
        on
            months.snapshot_on >= nps_answers.answered_on
            and months.snapshot_on - 90 < nps_answers.answered_on
    qualify
        row_number() over (
            partition by
                months.month,
                nps_answers.person_key,
                case
                    when nps_answers.person_key is null
                        then nps_answers.response_id
                end
            order by nps_answers.answered_at desc, nps_answers.response_id desc
        ) = 1

)

select * from latest
