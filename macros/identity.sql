{# A web domain in the one spelling in which domains are compared: https://www.Acme.fr/en is acme.fr. #}
{% macro domain_of(column) -%}
    nullif(
        regexp_replace(
            regexp_replace(
                regexp_replace(lower(trim({{ column }})), '^([a-z][a-z0-9+.-]*:)?//', ''),
                '[.]*([:/?#].*| .*)?$',
                ''
            ),
            '^([^@]*@)?(www[.])?',
            ''
        ),
        ''
    )
{%- endmacro %}


{# A text in the one spelling in which countries are looked up. #}
{% macro country_spelling(column) -%}
    lower(trim(replace({{ column }}, '’', '''')))
{%- endmacro %}


{#
    Whom a row names: the person of its id where somebody knows that id, else that of its address, else that of the id alone.
    by_id and by_address are the aliases of int_person_links, joined by the id, and of int_address_links, joined by address and instant.
#}
{% macro person_named(by_id, by_address, column) -%}
    coalesce(
        case when {{ by_id }}.method = 'unknown_id' then null else {{ by_id }}.{{ column }} end,
        {{ by_address }}.{{ column }},
        {{ by_id }}.{{ column }}
    )
{%- endmacro %}
