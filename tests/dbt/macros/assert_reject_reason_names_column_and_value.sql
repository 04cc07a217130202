{#
    A row rejected for no reason is lost, and one rejected for an unclear reason
    is lost too, for nobody can correct it at its source.
    The fixture is judged by the contract of files.contracts.
#}
{{ config(meta={'owner': 'data_engineering'}) }}

with

fixture as (

    select
        *,
        cast(null as date) as ended_on,
        'crm' as product,
        case when contract_id = 'interval' then 0 end as billing_interval,
        cast(null as text) as discount,
        cast(null as date) as discount_until,
        cast(null as text) as previous_contract_id,
        cast(null as text) as end_reason
    from (
        values
        ('good', 'K1', '2025-01-01', '9.50', 'month', 'eur', null, null),
        (
            null, 'K1', '2025-01-01', '9.50', 'month', 'EUR', null,
            'contract_id is missing'
        ),
        (
            'company', null, '2025-01-01', '9.50', 'month', 'EUR', null,
            'company_id is missing'
        ),
        (
            'day', 'K1', '2025-02-30', '9.50', 'month', 'EUR', null,
            'started_on is not a date: 2025-02-30'
        ),
        (
            'price', 'K1', '2025-01-01', '9,50', 'month', 'EUR', null,
            'price is not a decimal(18, 2): 9,50'
        ),
        (
            'period', 'K1', '2025-01-01', '9.50', 'decade', 'EUR', null,
            'billing_period is not one of week, month, quarter, year: decade'
        ),
        (
            'interval', 'K1', '2025-01-01', '9.50', 'month', 'EUR', null,
            'billing_interval does not match ^[1-9][0-9]*$: 0'
        ),
        (
            'currency', 'K1', '2025-01-01', '9.50', 'month', 'EURO', null,
            'currency does not match ^[A-Za-z]{3}$: EURO'
        ),
        (
            'two versions', 'K1', '2025-01-01', '9.50', 'month', 'EUR',
            '2025-01-02', null
        ),
        (
            'two versions', 'K1', '2025-01-01', '8.50', 'month', 'EUR',
            '2025-01-01', 'a later version of this row was landed'
        ),
        -- As text, the first of these instants looks like the later one.
        (
            'two offsets', 'K1', '2025-01-01', '8.50', 'month', 'EUR',
            '2025-01-02T10:00:00+05:00', 'a later version of this row was landed'
        ),
        (
            'two offsets', 'K1', '2025-01-01', '9.50', 'month', 'EUR',
            '2025-01-02T09:00:00Z', null
        ),
        -- An unreadable version does not replace the readable one before it.
        (
            'spoilt', 'K1', '2025-01-01', '9.50', 'month', 'EUR',
            '2025-01-01', null
        ),
        (
            'spoilt', 'K1', '2025-01-01', 'much', 'month', 'EUR',
            '2025-01-02', 'price is not a decimal(18, 2): much'
        )
    ) as literals (
        contract_id, company_id, started_on, price, billing_period, currency,
        recorded_at, expected_reason
    )

),

judged as (

    select
        contract_id,
        expected_reason,
        {{ reject_reason('files', 'contracts') }} as found_reason
    from fixture

),

misjudged as (

    select * from judged
    where coalesce(found_reason, 'staged') <> coalesce(expected_reason, 'staged')

)

select * from misjudged
