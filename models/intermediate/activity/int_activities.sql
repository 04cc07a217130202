{{
    config(
        materialized="incremental",
        incremental_strategy="delete+insert",
        unique_key="activity_key",
        on_schema_change="fail",
        post_hook="{{ forget_vanished_activities() }}"
    )
}}

with

keyed as (

    select * from {{ ref('int_keyed_activities') }}

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
