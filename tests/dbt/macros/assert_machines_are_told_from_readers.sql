-- An e-mail that scanners click looks like one that people read.
{{ config(meta={'owner': 'data_engineering'}) }}

with

opens as (

    select
        'open' as reaction,
        literals.user_agent as told,
        {{ is_machine_open('literals.is_filtered', 'literals.user_agent') }}
            as is_machine,
        literals.expected
    from (
        values
        (false, 'Mozilla/5.0', true),
        (false, 'Mozilla/5.0 (via ggpht.com GoogleImageProxy)', true),
        (false, 'Mozilla/5.0 (iPhone)', false),
        (false, null, false),
        (true, 'Mozilla/5.0 (iPhone)', true),
        (true, null, true)
    ) as literals (is_filtered, user_agent, expected)

),

clicks as (

    select
        'click' as reaction,
        cast(literals.clicked_at as text) as told,
        {{ is_scanner_click(
            'literals.is_filtered', 'literals.clicked_at',
            'literals.delivered_at'
        ) }} as is_machine,
        literals.expected
    from (
        values
        (false, timestamp '2025-01-01 10:00:09.999', timestamp '2025-01-01 10:00:00', true),
        (false, timestamp '2025-01-01 10:00:10', timestamp '2025-01-01 10:00:00', false),
        (false, timestamp '2025-01-01 09:59:59', timestamp '2025-01-01 10:00:00', true),
        (true, timestamp '2025-01-01 11:00:00', timestamp '2025-01-01 10:00:00', true),
        (false, timestamp '2025-01-01 10:00:00', null, false),
        (true, timestamp '2025-01-01 10:00:00', null, true)
    ) as literals (is_filtered, clicked_at, delivered_at, expected)

),

reactions as (

    select * from opens

    union all

    select * from clicks

),

findings as (

    select * from reactions
    where is_machine <> expected

)

select * from findings
