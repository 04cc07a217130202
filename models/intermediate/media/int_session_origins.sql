{{ config(materialized="table") }}

with

told as (

    select * from {{ ref('int_told_sessions') }}

),

-- Browsers in which one person signed in and nobody else ever did.
owned as (

    select
        source_system,
        visitor_id,
        min(least_person_key) as person_key,
        min(signed_in_at) as signed_in_at
    from told
    where
        {{ var("visits_before_sign_in") }}
        and (least_person_key is not null or names_a_stranger)
    group by source_system, visitor_id
    having
        min(least_person_key) = max(greatest_person_key)
        and not bool_or(names_a_stranger)

),

sessions as (

    select
        {{ surrogate_key([
            'told.source_system',
            "coalesce(told.visitor_id, '')",
            'told.session_id'
        ]) }} as session_key,
        told.source_system,
        told.visitor_id,
        told.session_id,
        told.started_at,
        told.page_views,
        told.is_engaged,
        told.click_id_kind,
        told.has_ad_click_id,
        told.source,
        told.medium,
        told.campaign_name,
        told.referrer_url,
        told.landing_page_url,
        coalesce(told.person_key, owned.person_key) as person_key
    from told
    left join owned
        on
            told.source_system = owned.source_system
            and told.visitor_id = owned.visitor_id
            and told.started_at < owned.signed_in_at
            and told.started_at >= owned.signed_in_at
            - interval '1 day' * {{ var("visits_before_sign_in_days") }}

)

select * from sessions
