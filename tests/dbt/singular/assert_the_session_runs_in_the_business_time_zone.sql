-- In another zone, what happened at night would be counted on the
-- wrong day, hence in the wrong week of the promise.
{{ config(meta={'owner': 'data_engineering'}) }}

select current_setting('TimeZone') as session_time_zone
where current_setting('TimeZone') <> '{{ var("business_timezone") }}'
