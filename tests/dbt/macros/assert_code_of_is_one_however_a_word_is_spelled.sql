{#
    A channel that two people spell differently would be two channels, each with half of
    its costs.
#}
{{ config(meta={'owner': 'data_engineering'}) }}

with

fixture as (

    select *
    from (
        values
        ('Paid search', 'paid_search'),
        (' paid-search ', 'paid_search'),
        ('PAID_SEARCH', 'paid_search'),
        ('paid  - search', 'paid_search'),
        ('sms', 'sms'),
        ('Événement', 'événement'),
        (' ', cast(null as text)),
        (cast(null as text), cast(null as text))
    ) as literals (word, code)

)

select *
from fixture
where {{ code_of('word') }} is distinct from code
