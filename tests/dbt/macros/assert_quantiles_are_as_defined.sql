-- The median is the mean of the middle two, the p90 the smallest value that at
-- least nine in ten do not exceed: whoever changes either changes every number.
{{ config(meta={'owner': 'data_engineering'}) }}

with

fixture as (

    select *
    from (
        values
        (1, 7, 7.0, 7),
        (2, 1, 2.5, 4), (2, 4, 2.5, 4),
        (10, 1, 5.5, 9), (10, 2, 5.5, 9), (10, 3, 5.5, 9), (10, 4, 5.5, 9),
        (10, 5, 5.5, 9), (10, 6, 5.5, 9), (10, 7, 5.5, 9), (10, 8, 5.5, 9),
        (10, 9, 5.5, 9), (10, 10, 5.5, 9),
        (11, 1, 6.0, 10), (11, 2, 6.0, 10), (11, 3, 6.0, 10), (11, 4, 6.0, 10),
        (11, 5, 6.0, 10), (11, 6, 6.0, 10), (11, 7, 6.0, 10), (11, 8, 6.0, 10),
        (11, 9, 6.0, 10), (11, 10, 6.0, 10), (11, 11, 6.0, 10)
    ) as literals (sample, number, middle, highest)

),

findings as (

    select
        sample,
        median(number) as found_median,
        percentile_disc(0.9) within group (order by number) as found_p90
    from fixture
    group by sample
    having
        median(number) <> max(middle)
        or percentile_disc(0.9) within group (order by number) <> max(highest)

)

select * from findings
