with

ga4_events as (

    select * from {{ ref('stg_ga4__events') }}

),

-- An event without a batch is told from another by what it says;
-- one that was uploaded twice is one.
seen as (

    select
        visitor_id,
        occurred_at,
        event_name,
        bundle_sequence_id,
        batch_page_id,
        batch_ordering_id,
        batch_event_index,
        page_url,
        user_id,
        ga_session_id,
        min(campaign_name) as campaign_name
    from ga4_events
    where event_name in ('session_start', 'page_view')
    group by all

),

-- The id of an event is where it stands in what was uploaded,
-- and a number where several stand in one place.
named as (

    select
        *,
        concat_ws(
            '|',
            visitor_id,
            occurred_at,
            event_name,
            bundle_sequence_id,
            'page ' || batch_page_id,
            'batch ' || batch_ordering_id,
            'event ' || batch_event_index
        ) as place,
        row_number() over (
            partition by
                visitor_id,
                occurred_at,
                event_name,
                bundle_sequence_id,
                batch_page_id,
                batch_ordering_id,
                batch_event_index
            order by page_url, user_id, ga_session_id
        ) as place_no
    from seen

),

ga4_web_events as (

    select
        case
            when place_no = 1 then place
            else place || '#' || place_no
        end as event_id,
        event_name,
        page_url,
        occurred_at,
        user_id,
        campaign_name
    from named

)

select * from ga4_web_events
