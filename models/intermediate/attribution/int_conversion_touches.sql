{{ config(materialized="table") }}

with

conversions as (

    select * from {{ ref('int_attribution_conversions') }}

),

touches as (

    select * from {{ ref('int_attribution_touches') }}

),

windows as (

    select * from {{ ref('attribution_windows') }}

),

people as (

    select * from {{ ref('int_people') }}

),

occurrences as (

    select * from {{ ref('int_qualification_occurrences') }}

),

-- The people of an account prepare its purchase together.
subject_people as (

    select
        'person' as subject_type,
        person_key as subject_key,
        person_key
    from people

    union all

    select
        'account' as subject_type,
        account_key as subject_key,
        person_key
    from people
    where account_key is not null

),

first_leads as (

    select
        subject_people.subject_type,
        subject_people.subject_key,
        min(occurrences.qualified_at) as first_qualified_at
    from subject_people
    inner join occurrences
        on subject_people.person_key = occurrences.person_key
    group by subject_people.subject_type, subject_people.subject_key

),

-- Whose touches may have led to the conversion, and since when they count.
conversion_people as (

    select
        conversions.conversion_key,
        conversions.converted_at,
        conversions.converted_at - windows.window_days * interval 1 day
            as counted_from,
        subject_people.person_key,
        first_leads.first_qualified_at
    from conversions
    inner join windows on conversions.conversion = windows.conversion
    inner join subject_people
        on
            conversions.subject_type = subject_people.subject_type
            and conversions.subject_key = subject_people.subject_key
    left join first_leads
        on
            conversions.subject_type = first_leads.subject_type
            and conversions.subject_key = first_leads.subject_key

),

joined as (

    select
        conversion_people.conversion_key,
        conversion_people.converted_at,
        touches.*,
        coalesce(
            touches.touched_at <= conversion_people.first_qualified_at, false
        ) as is_qualifying,
        row_number() over (
            partition by conversion_people.conversion_key
            order by touches.touched_at, touches.source_system, touches.touch_id
        ) as touch_no,
        count(*) over (partition by conversion_people.conversion_key)
            as touches
    from conversion_people
    inner join touches
        on
            conversion_people.person_key = touches.person_key
            and conversion_people.converted_at >= touches.touched_at
            and conversion_people.counted_from <= touches.touched_at

)

select * from joined
