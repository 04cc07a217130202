{{ config(materialized="table") }}

with

raw_activities as (

    select * from {{ ref('int_raw_activities') }}

),

person_links as (

    select * from {{ ref('int_person_links') }}

),

account_links as (

    select * from {{ ref('int_account_links') }}

),

activities as (

    select
        {{ surrogate_key([
            'raw_activities.source_system',
            'raw_activities.source_table',
            'raw_activities.source_id',
            'raw_activities.activity',
        ]) }} as activity_key,
        raw_activities.activity,
        raw_activities.occurred_at,
        coalesce(raw_activities.recorded_at, raw_activities.occurred_at)
            as recorded_at,
        person_links.person_key,
        person_links.person_link_key,
        account_links.account_key,
        raw_activities.source_system,
        raw_activities.source_table,
        raw_activities.source_id,
        raw_activities.detail,
        raw_activities.campaign,
        coalesce(raw_activities.is_automatic, false) as is_automatic
    from raw_activities
    left join person_links
        on
            raw_activities.person_system = person_links.source_system
            and raw_activities.person_native_id = person_links.native_id
    left join account_links
        on
            raw_activities.account_system = account_links.source_system
            and raw_activities.account_native_id = account_links.native_id
    where
        not raw_activities.is_deleted
        and raw_activities.occurred_at < {{ as_of() }}

)

select * from activities
