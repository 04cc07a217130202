{{ config(materialized="table") }}

with

raw_activities as (

    select * from {{ ref('int_raw_activities') }}

),

-- Native ids are kept, not people: a merge found
-- tomorrow changes no row of the stream. Of what was landed
-- more than once, it is the version that none follows.
keyed as (

    select
        {{ surrogate_key([
            'source_system', 'source_table', 'source_id', 'activity'
        ]) }} as activity_key,
        activity,
        occurred_at,
        coalesce(recorded_at, occurred_at) as recorded_at,
        case
            when person_native_id is not null
                then {{ surrogate_key(['person_system', 'person_native_id']) }}
        end as person_link_key,
        case
            when account_native_id is not null
                then {{ surrogate_key([
                    'account_system', 'account_native_id'
                ]) }}
        end as account_link_key,
        source_system,
        source_table,
        source_id,
        detail,
        campaign,
        is_automatic,
        is_deleted
    from raw_activities
    qualify
        lead(source_system) over (
            partition by source_system, source_table, source_id, activity
            order by recorded_at nulls first
        ) is null

),

ordered as (

    select * from keyed
    order by occurred_at, activity_key

)

select * from ordered
