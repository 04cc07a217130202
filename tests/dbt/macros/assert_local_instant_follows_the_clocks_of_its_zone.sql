{#
    Working hours read with the wrong offset move every deadline by an hour from
    one Sunday to the next clock change.
#}
{{ config(meta={'owner': 'data_engineering'}) }}

with

fixture as (

    select *
    from (
        values
        ('Europe/Paris', '2025-03-28', '09:00:00', '2025-03-28 08:00:00'),
        ('Europe/Paris', '2025-03-30', '01:59:59', '2025-03-30 00:59:59'),
        ('Europe/Paris', '2025-03-30', '02:30:00', '2025-03-30 01:30:00'),
        ('Europe/Paris', '2025-03-30', '03:00:00', '2025-03-30 01:00:00'),
        ('Europe/Paris', '2025-03-31', '02:30:00', '2025-03-31 00:30:00'),
        ('Europe/Paris', '2025-10-26', '02:00:00', '2025-10-26 00:00:00'),
        ('Europe/Paris', '2025-10-26', '02:59:59', '2025-10-26 00:59:59'),
        ('Europe/Paris', '2025-10-26', '03:00:00', '2025-10-26 02:00:00'),
        ('Europe/Paris', '2025-10-27', '02:30:00', '2025-10-27 01:30:00'),
        ('America/New_York', '2025-03-09', '02:30:00', '2025-03-09 07:30:00'),
        ('America/New_York', '2025-11-02', '01:30:00', '2025-11-02 05:30:00'),
        ('Asia/Kolkata', '2025-03-30', '09:30:00', '2025-03-30 04:00:00'),
        ('Asia/Kolkata', '2025-03-30', '24:00:00', '2025-03-30 18:30:00')
    ) as literals (time_zone, day_on, time_of_day, expected_at)

),

converted as (

    select
        time_zone,
        day_on,
        time_of_day,
        cast(expected_at as timestamp) as expected_at,
        {{ local_instant(
            'cast(day_on as date)', 'cast(time_of_day as time)', 'time_zone'
        ) }} as found_at
    from fixture

),

misread as (

    select * from converted
    where found_at is null or found_at <> expected_at

)

select * from misread
