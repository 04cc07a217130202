with

landed as (

    select * from {{ ref('int_landed_service_rows') }}

),

survey_responses as (

    select * from {{ ref('int_survey_responses') }}

),

referral_events as (

    select * from {{ ref('int_referral_events') }}

),

activities as (

    select * from {{ ref('int_activities') }}

),

-- Whom nobody knows is in no satisfaction of an account; a
-- score of theirs is in no net promoter score either.
counted as (

    select
        'survey_responses' as table_name,
        response_id as native_id,
        coalesce(person_key, account_key) is not null
        and (
            person_key is not null or kind <> 'nps' or counted_score is null
        ) as is_of_somebody
    from survey_responses

    union all

    select
        source_table as table_name,
        source_id as native_id,
        coalesce(referrer_person_key, referrer_account_key) is not null
            as is_of_somebody
    from referral_events

    union all

    select
        'ticket' as table_name,
        source_id as native_id,
        bool_or(coalesce(person_key, account_key) is not null)
            as is_of_somebody
    from activities
    where source_system = 'hubspot' and source_table = 'ticket'
    group by source_id

),

row_fates as (

    select
        landed.source_system,
        landed.table_name,
        landed.native_id,
        case
            when counted.is_of_somebody then null
            when counted.native_id is not null then 'of nobody known'
            when landed.is_deleted then 'deleted at the source'
            when landed.occurred_at is null then 'without an instant'
            when landed.occurred_at >= {{ as_of() }}
                then 'at or after the instant looked from'
            else 'for another reason'
        end as reason
    from landed
    left join counted
        on
            landed.table_name = counted.table_name
            and landed.native_id = counted.native_id

)

select * from row_fates
