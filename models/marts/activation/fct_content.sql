with

person_activities as (

    select * from {{ ref('int_person_activities') }}

),

activities as (

    select * from {{ ref('activities') }}

),

content_activities as (

    select * from {{ ref('content_activities') }}

),

cycle_ends as (

    select * from {{ ref('int_cycle_ends') }}

),

cycle_deals as (

    select * from {{ ref('int_cycle_deals') }}

),

people as (

    select * from {{ ref('int_people') }}

),

-- A form that does not say what it was about is its own content.
consumptions as (

    select
        person_activities.activity_key,
        person_activities.person_key,
        person_activities.occurred_at,
        coalesce(person_activities.detail, person_activities.activity)
            as content
    from person_activities
    inner join content_activities
        on person_activities.activity = content_activities.activity
    inner join activities
        on content_activities.activity = activities.activity
    where
        activities.family = 'form'
        and not person_activities.is_automatic

),

-- A cycle's number is one more than the cycles that ended before.
numbered as (

    select
        consumptions.activity_key,
        consumptions.person_key,
        consumptions.content,
        consumptions.occurred_at,
        1 + count(cycle_ends.ended_at) as cycle_no
    from consumptions
    left join cycle_ends
        on
            cycle_ends.subject_type = 'person'
            and consumptions.person_key = cycle_ends.subject_key
            and consumptions.occurred_at > cycle_ends.ended_at
    group by all

),

consumed as (

    select
        person_key,
        cycle_no,
        content,
        min(occurred_at) as first_consumed_at,
        count(*) as consumptions
    from numbered
    group by person_key, cycle_no, content

),

described as (

    select
        {{ surrogate_key([
            'consumed.person_key', 'consumed.cycle_no', 'consumed.content'
        ]) }} as content_key,
        consumed.person_key,
        people.account_key,
        cast(consumed.cycle_no as integer) as cycle_no,
        consumed.content,
        people.source_channel,
        consumed.first_consumed_at,
        {{ business_date('consumed.first_consumed_at') }} as first_consumed_on,
        consumed.consumptions,
        coalesce(
            cycle_deals.last_won_at > consumed.first_consumed_at, false
        ) as is_won_after
    from consumed
    inner join people on consumed.person_key = people.person_key
    left join cycle_deals
        on
            consumed.person_key = cycle_deals.person_key
            and consumed.cycle_no = cycle_deals.cycle_no

)

select * from described
