{{ config(materialized="table") }}

with

raw_activities as (

    select * from {{ ref('int_raw_activities') }}

),

person_links as (

    select * from {{ ref('int_person_links') }}

),

address_links as (

    select * from {{ ref('int_address_links') }}

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
        {{ person_named('by_id', 'by_address', 'person_key') }} as person_key,
        {{ person_named('by_id', 'by_address', 'person_link_key') }}
            as person_link_key,
        account_links.account_key,
        raw_activities.source_system,
        raw_activities.source_table,
        raw_activities.source_id,
        raw_activities.detail,
        raw_activities.campaign,
        coalesce(raw_activities.is_automatic, false) as is_automatic
    from raw_activities
    left join person_links as by_id
        on
            raw_activities.person_system = by_id.source_system
            and raw_activities.person_native_id = by_id.native_id
            and raw_activities.person_system <> 'email'
    left join address_links as by_address
        on
            raw_activities.person_email = by_address.email
            and raw_activities.occurred_at >= by_address.held_from
            and raw_activities.occurred_at < by_address.held_to
    left join account_links
        on
            raw_activities.account_system = account_links.source_system
            and raw_activities.account_native_id = account_links.native_id
    where
        not raw_activities.is_deleted
        and raw_activities.occurred_at < {{ as_of() }}

)

select * from activities
