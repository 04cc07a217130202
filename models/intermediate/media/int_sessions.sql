{{ config(materialized="table") }}

with

origins as (

    select * from {{ ref('int_session_origins') }}

),

channel_rules as (

    select * from {{ ref('channel_rules') }}

),

-- A cell that is blank matches whatever there is.
matched as (

    select
        origins.*,
        channel_rules.channel,
        channel_rules.priority,
        coalesce(
            instr(
                '|' || lower(channel_rules.sources) || '|',
                '|' || coalesce(origins.source, '(none)') || '|'
            ) > 0,
            true
        )
        and coalesce(
            instr(
                '|' || lower(channel_rules.mediums) || '|',
                '|' || coalesce(origins.medium, '(none)') || '|'
            ) > 0,
            true
        )
        and coalesce(
            instr(
                coalesce(lower(origins.referrer_url), ''),
                lower(channel_rules.referrer_contains)
            ) > 0,
            true
        )
        and coalesce(
            channel_rules.has_ad_click_id = origins.has_ad_click_id, true
        ) as is_matched
    from origins
    left join channel_rules
        on
            channel_rules.valid_from
            <= {{ business_date('origins.started_at') }}
            and coalesce(channel_rules.valid_to, date '9999-12-31')
            > {{ business_date('origins.started_at') }}

),

-- The channel of a session is that of the first rule that
-- matches; before the first version nobody knows it.
sessions as (

    select
        {{ surrogate_key([
            'source_system', "coalesce(visitor_id, '')", 'session_id'
        ]) }} as session_key,
        source_system,
        visitor_id,
        session_id,
        started_at,
        page_views,
        is_engaged,
        has_ad_click_id,
        source,
        medium,
        campaign_name,
        referrer_url,
        landing_page_url,
        person_key,
        coalesce(channel, 'unknown') as channel
    from matched
    where is_matched
    qualify
        row_number() over (
            partition by source_system, visitor_id, session_id
            order by priority
        ) = 1

)

select * from sessions
