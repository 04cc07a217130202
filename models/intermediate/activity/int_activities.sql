{{
    config(
        materialized="incremental",
        incremental_strategy="delete+insert",
        unique_key="activity_key",
        on_schema_change="fail"
    )
}}

with

raw_activities as (

    select * from {{ ref('int_raw_activities') }}

),

-- Native ids are kept, not people: a merge found
-- tomorrow changes no row of the stream.
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
        row_number() over (
            partition by source_system, source_table, source_id, activity
            order by recorded_at desc
        ) = 1

),

-- A late row is new whatever its date, and a row may be edited without a new
-- time: a night compares whole rows, not dates.
changed as (

    select keyed.*
    from keyed
    {% if is_incremental() -%}
    left join {{ this }} as known
        on
            keyed.activity_key = known.activity_key
            and keyed.occurred_at = known.occurred_at
            and keyed.recorded_at = known.recorded_at
            and keyed.person_link_key is not distinct from known.person_link_key
            and keyed.account_link_key
            is not distinct from known.account_link_key
            and keyed.detail is not distinct from known.detail
            and keyed.campaign is not distinct from known.campaign
            and keyed.is_automatic = known.is_automatic
            and keyed.is_deleted = known.is_deleted
    where known.activity_key is null
    {%- endif %}

),

ordered as (

    select * from changed
    order by occurred_at, activity_key

)

select * from ordered
