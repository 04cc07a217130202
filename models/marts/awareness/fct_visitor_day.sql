with

site_events as (

    select * from {{ ref('int_site_events') }}

),

page_views as (

    select
        source_system,
        visitor_id,
        session_id,
        {{ business_date('occurred_at') }} as day_on,
        coalesce(instr(page_url, '/newsletter') > 0, false) as is_newsletter
    from site_events
    where event_name = 'page_view'

),

-- Whoever refused consent has neither visitor nor session: the
-- views of all of them are one row a day.
visitor_days as (

    select
        {{ surrogate_key([
            'day_on', 'source_system', "coalesce(visitor_id, '')"
        ]) }} as visitor_day_key,
        day_on,
        source_system,
        case
            when visitor_id is not null
                then {{ surrogate_key(['source_system', 'visitor_id']) }}
        end as visitor_key,
        count(*) as page_views,
        count(*) filter (
            where visitor_id is not null and session_id is not null
        ) as consented_page_views,
        count(*) filter (where is_newsletter) as newsletter_page_views,
        day_on >= {{ business_date(as_of()) }} - 3 as is_provisional
    from page_views
    group by day_on, source_system, visitor_id

)

select * from visitor_days
