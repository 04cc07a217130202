{{ config(materialized="table") }}

with

origins as (

    select * from {{ ref('int_session_origins') }}

),

channel_rules as (

    select * from {{ ref('channel_rules') }}

),

rules as (

    select
        valid_from,
        coalesce(valid_to, date '9999-12-31') as valid_to,
        priority,
        channel,
        '|' || lower(sources) || '|' as sources,
        '|' || lower(mediums) || '|' as mediums,
        lower(referrer_contains) as referrer_contains,
        '|' || lower(click_ids) || '|' as click_ids
    from channel_rules

),

told as (

    select
        *,
        {{ business_date('started_at') }} as started_on,
        '|' || coalesce(source, '(none)') || '|' as told_source,
        '|' || coalesce(medium, '(none)') || '|' as told_medium,
        coalesce(lower(referrer_url), '') as told_referrer,
        '|' || coalesce(click_id_kind, '(none)') || '|' as told_click_id
    from origins

),

-- Few sessions tell anything that no other session of the day tells.
tellings as (

    select distinct
        started_on,
        told_source,
        told_medium,
        told_referrer,
        told_click_id
    from told

),

-- The channel is that of the first rule that matches, where a
-- blank cell matches whatever there is; before the first
-- version nobody knows it.
channels as (

    select
        tellings.*,
        min_by(rules.channel, rules.priority) as channel
    from tellings
    inner join rules
        on
            tellings.started_on >= rules.valid_from
            and tellings.started_on < rules.valid_to
    where
        coalesce(instr(rules.sources, tellings.told_source) > 0, true)
        and coalesce(instr(rules.mediums, tellings.told_medium) > 0, true)
        and coalesce(
            instr(tellings.told_referrer, rules.referrer_contains) > 0, true
        )
        and coalesce(instr(rules.click_ids, tellings.told_click_id) > 0, true)
    group by all

),

sessions as (

    select
        told.session_key,
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
        told.person_key,
        coalesce(channels.channel, 'unknown') as channel
    from told
    left join channels
        on
            told.started_on = channels.started_on
            and told.told_source = channels.told_source
            and told.told_medium = channels.told_medium
            and told.told_referrer = channels.told_referrer
            and told.told_click_id = channels.told_click_id

)

select * from sessions
