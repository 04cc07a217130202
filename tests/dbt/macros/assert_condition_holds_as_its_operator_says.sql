{#
    Every rule, score and exclusion of the agreement is decided by this comparison:
    an operator that errs hands the wrong people to sales.
#}
{{ config(meta={'owner': 'data_engineering'}) }}

with

fixture as (

    select *
    from (
        values
        ('at_least', '2', '2', true),
        ('at_least', '2', '1.99', false),
        ('at_least', '2', '10', true),
        ('at_least', '2', 'ten', false),
        ('more_than', '2', '2', false),
        ('more_than', '2', '2.01', true),
        ('at_most', '0', '0', true),
        ('at_most', '0', '1', false),
        ('less_than', '-1', '-2', true),
        ('less_than', '-1', '-1', false),
        ('equals', '2', '2.00', true),
        ('equals', ' France ', 'france', true),
        ('equals', 'france', 'belgium', false),
        ('differs_from', 'france', 'belgium', true),
        ('differs_from', '2', '2.0', false),
        ('one_of', 'Retail|Textiles', 'textiles', true),
        ('one_of', 'retail|textiles', 'tex', false),
        ('none_of', 'retail|textiles', 'logistics', true),
        ('none_of', 'retail|textiles', 'retail', false),
        ('contains', 'Direct', 'directrice générale', true),
        ('contains', 'direct', 'comptable', false),
        ('is_set', null, 'anything', true),
        -- No value meets no condition.
        ('at_most', '0', null, false),
        ('differs_from', 'france', null, false),
        ('none_of', 'retail', null, false),
        ('is_set', null, null, false)
    ) as literals (operator, expected, found, holds)

),

operators as (

    select * from {{ ref('operators') }}

),

compared as (

    select
        *,
        {{ condition_holds('operator', 'expected', 'found') }} as computed
    from fixture

),

findings as (

    select
        operator,
        expected,
        found,
        holds
    from compared
    where holds <> computed

    union all

    select
        operators.operator,
        'in the fixture' as expected,
        cast(null as text) as found,
        cast(null as boolean) as holds
    from operators
    left join fixture on operators.operator = fixture.operator
    where fixture.operator is null

)

select * from findings
