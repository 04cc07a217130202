{#
    Hours that overlap pass twice, hours that close before they open never pass,
    and in an unknown zone no deadline can be computed: sales are late, or on
    time, without having done anything.
#}
{{ config(meta={'owner': 'sales'}) }}

with

working_hours as (

    select
        *,
        min(time_zone) over (partition by calendar_id) as first_time_zone,
        max(closes_at) over (
            partition by calendar_id, iso_weekday
            order by opens_at, closes_at
            rows between unbounded preceding and 1 preceding
        ) as closed_before_at
    from {{ ref('working_hours') }}

),

known_zones as (

    select distinct name as time_zone from pg_timezone_names()

),

findings as (

    select
        working_hours.calendar_id,
        working_hours.iso_weekday,
        case
            when working_hours.calendar_id is null
                then 'a blank calendar_id: name the calendar'
            when known_zones.time_zone is null
                then
                    'unknown time_zone '
                    || coalesce(working_hours.time_zone, '(blank)')
                    || ': write an IANA name such as Europe/Paris'
            when working_hours.time_zone <> working_hours.first_time_zone
                then
                    'time_zone ' || working_hours.time_zone
                    || ', and also ' || working_hours.first_time_zone
                    || ': a calendar has one'
            when
                working_hours.iso_weekday is null
                or working_hours.iso_weekday < 1
                or working_hours.iso_weekday > 7
                then
                    'iso_weekday '
                    || coalesce('' || working_hours.iso_weekday, '(blank)')
                    || ': write 1 for Monday to 7 for Sunday'
            when
                working_hours.opens_at is null
                or working_hours.closes_at is null
                then 'a blank opens_at or closes_at: write both'
            when working_hours.closes_at <= working_hours.opens_at
                then
                    'hours that close at ' || working_hours.closes_at
                    || ', not after they open at ' || working_hours.opens_at
                    || ': over midnight, write two spans that meet at 24:00:00'
                    || ' and 00:00:00'
            when working_hours.opens_at < working_hours.closed_before_at
                then
                    'hours that open at ' || working_hours.opens_at
                    || ', before others close at '
                    || working_hours.closed_before_at
                    || ': make them one span, or move them apart'
        end as finding
    from working_hours
    left join known_zones on working_hours.time_zone = known_zones.time_zone

),

reported as (

    select
        calendar_id,
        iso_weekday,
        'working_hours.csv: calendar ' || coalesce(calendar_id, '(blank)')
        || ', weekday ' || coalesce('' || iso_weekday, '(blank)')
        || ', has ' || finding || '.' as finding
    from findings
    where finding is not null

)

select * from reported
