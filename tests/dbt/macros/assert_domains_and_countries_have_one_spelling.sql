{# Two spellings of one domain or country would make two of an account or a segment. #}
{{ config(meta={'owner': 'data_engineering'}) }}

with

fixture as (

    select *
    from (
        values
        ('acme.example', 'acme.example'),
        (' WWW.Acme.Example. ', 'acme.example'),
        ('https://www.acme.example/fr/page?x=1#top', 'acme.example'),
        ('//acme.example', 'acme.example'),
        ('http://acme.example:8080', 'acme.example'),
        ('acme.example?utm=1', 'acme.example'),
        ('info@acme.example', 'acme.example'),
        ('shop.acme.example', 'shop.acme.example'),
        ('wwwacme.example', 'wwwacme.example')
    ) as literals (written, domain)

),

countries as (

    select *
    from (
        values
        (' Switzerland', 'switzerland'),
        ('CÔTE D’IVOIRE', 'côte d''ivoire')
    ) as literals (written, spelling)

),

findings as (

    select written
    from fixture
    where domain is distinct from {{ domain_of('written') }}

    union all

    select written
    from countries
    where spelling is distinct from {{ country_spelling('written') }}

    union all

    select 'a blank domain' as written
    where {{ domain_of("' '") }} is not null

)

select * from findings
