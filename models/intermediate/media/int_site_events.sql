with

kinds as (

    select * from {{ ref('int_site_event_clicks') }}

),

person_links as (

    select * from {{ ref('int_person_links') }}

),

address_links as (

    select * from {{ ref('int_address_links') }}

),

site_events as (

    select
        kinds.source_system,
        kinds.visitor_id,
        kinds.session_id,
        kinds.event_name,
        kinds.page_url,
        kinds.referrer_url,
        kinds.source,
        kinds.medium,
        kinds.campaign_name,
        kinds.click_id_kind,
        coalesce(kinds.click_id_kind <> 'fbclid', false) as has_ad_click_id,
        kinds.last_click_source,
        kinds.last_click_medium,
        kinds.last_click_campaign_name,
        kinds.is_session_engaged,
        kinds.person_system,
        coalesce(kinds.person_native_id, kinds.person_email)
            as person_native_id,
        kinds.occurred_at,
        {{ person_named('by_id', 'by_address', 'person_key') }} as person_key
    from kinds
    left join person_links as by_id
        on
            kinds.person_system = by_id.source_system
            and kinds.person_native_id = by_id.native_id
            and kinds.person_system <> 'email'
    left join address_links as by_address
        on
            kinds.person_email = by_address.email
            and kinds.occurred_at >= by_address.held_from
            and kinds.occurred_at < by_address.held_to
    where kinds.occurred_at < {{ as_of() }}

)

select * from site_events
