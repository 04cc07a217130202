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
        has_ad_click_id
    from channel_rules

),

told as (

    select
        *,
        {{ business_date('started_at') }} as started_on,
        '|' || coalesce(source, '(none)') || '|' as told_source,
        '|' || coalesce(medium, '(none)') || '|' as told_medium,
        coalesce(lower(referrer_url), '') as told_referrer
    from origins

),

-- A cell that is blank matches whatever there is.
matched as (

    select
        told.session_key,
        rules.channel,
        rules.priority,
        coalesce(instr(rules.sources, told.told_source) > 0, true)
        and coalesce(instr(rules.mediums, told.told_medium) > 0, true)
        and coalesce(
            instr(told.told_referrer, rules.referrer_contains) > 0, true
        )
        and coalesce(
            rules.has_ad_click_id = told.has_ad_click_id, true
        ) as is_matched
    from told
    inner join rules
        on
            told.started_on >= rules.valid_from
            and told.started_on < rules.valid_to

),

-- The channel of a session is that of the first rule that
-- matches; before the first version nobody knows it.
channels as (

    select
        session_key,
        min_by(channel, priority) as channel
    from matched
    where is_matched
    group by session_key

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
        told.has_ad_click_id,
        told.source,
        told.medium,
        told.campaign_name,
        told.referrer_url,
        told.landing_page_url,
        told.person_key,
        coalesce(channels.channel, 'unknown') as channel
    from told
    left join channels on told.session_key = channels.session_key

)

select * from sessions
