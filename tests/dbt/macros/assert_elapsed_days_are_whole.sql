{# Points halve by the whole days that passed, not by the midnights in between. #}
{{ config(meta={'owner': 'data_engineering'}) }}

with

fixture as (

    select *
    from (
        values
        (timestamp '2025-06-30 23:59:59', timestamp '2025-07-01 00:00:01', 0),
        (timestamp '2025-06-30 10:00:00', timestamp '2025-07-01 09:59:59', 0),
        (timestamp '2025-06-30 10:00:00', timestamp '2025-07-01 10:00:00', 1),
        (timestamp '2025-03-29 10:00:00', timestamp '2025-04-28 10:00:00', 30)
    ) as literals (earlier, later, days)

),

findings as (

    select *
    from fixture
    where days <> {{ elapsed_days('earlier', 'later') }}

)

select * from findings
