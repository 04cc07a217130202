with

first_contracts as (

    select * from {{ ref('int_first_contracts') }}

),

steps as (

    select * from {{ ref('onboarding_steps') }}

),

person_activities as (

    select * from {{ ref('int_person_activities') }}

),

people as (

    select * from {{ ref('int_people') }}

),

campaign_names as (

    select * from {{ ref('int_email_campaign_names') }}

),

-- Whatever a tool calls an e-mail: its id, its name, or what is written
-- beside the activity.
named as (

    select
        people.account_key,
        person_activities.activity,
        person_activities.occurred_at,
        {{ business_date('person_activities.occurred_at') }} as occurred_on,
        lower(concat_ws(
            chr(10),
            person_activities.campaign,
            campaign_names.campaign_name,
            person_activities.detail
        )) as said
    from person_activities
    inner join people on person_activities.person_key = people.person_key
    left join campaign_names
        on
            person_activities.source_system = campaign_names.source_system
            and person_activities.campaign = campaign_names.campaign
    where
        people.account_key is not null
        and not person_activities.is_automatic

),

done as (

    select
        first_contracts.account_key,
        steps.step_no,
        min(named.occurred_at) as done_at
    from first_contracts
    cross join steps
    inner join named
        on
            first_contracts.account_key = named.account_key
            and steps.activity = named.activity
            and first_contracts.started_on <= named.occurred_on
            and first_contracts.started_on + {{ var('onboarding_days') }}
            > named.occurred_on
            and (
                steps.campaign_contains is null
                or instr(named.said, lower(steps.campaign_contains)) > 0
            )
    group by first_contracts.account_key, steps.step_no

)

select * from done
