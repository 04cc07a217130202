{#
    A person in two stages at once is counted in both, and every rate between the
    stages is off by that much.
#}
{{ config(meta={'owner': 'data_engineering'}) }}

with

fixture as (

    select
        fixture,
        expected,
        cast(entered_at as timestamp) as entered_at,
        cast(left_at as timestamp) as left_at
    from (
        values
        ('they meet', 0, '2025-01-01', '2025-02-01'),
        ('they meet', 0, '2025-02-01', '2025-02-01'),
        ('they meet', 0, '2025-02-01', null),
        ('a gap', 0, '2025-01-01', '2025-02-01'),
        ('a gap', 0, '2025-03-01', null),
        ('they overlap', 1, '2025-01-01', '2025-02-02'),
        ('they overlap', 1, '2025-02-01', null),
        ('the first goes on', 1, '2025-01-01', null),
        ('the first goes on', 1, '2025-02-01', '2025-03-01'),
        ('the first covers a third', 2, '2025-01-01', '2025-12-01'),
        ('the first covers a third', 2, '2025-02-01', '2025-03-01'),
        ('the first covers a third', 2, '2025-04-01', '2025-05-01'),
        ('it ends before it starts', 1, '2025-02-01', '2025-01-01')
    ) as literals (fixture, expected, entered_at, left_at)

),

found as (

    {{ test_no_overlap('fixture', ['fixture'], 'entered_at', 'left_at') }}

),

counted as (

    select
        fixture,
        count(*) as found
    from found
    group by fixture

),

compared as (

    select distinct
        fixture.fixture,
        fixture.expected,
        coalesce(counted.found, 0) as found
    from fixture
    left join counted
        on fixture.fixture = counted.fixture

),

findings as (

    select * from compared
    where found <> expected

)

select * from findings
