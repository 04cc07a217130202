{#
    Readers query marts.fct_revenue: a prefix before the schema's name breaks every
    dashboard at once.
#}
{{ config(meta={'owner': 'data_engineering'}) }}

with

named as (

    select
        'marts' as expected,
        '{{ generate_schema_name("marts", none) }}' as found
    union all
    select
        '{{ target.schema }}' as expected,
        '{{ generate_schema_name(none, none) }}' as found

),

misnamed as (

    select * from named
    where found <> expected

)

select * from misnamed
