{#
    The columns of the row that comes first when rows are compared by these columns in this order, a null last. They stand
    together, as of one row: `first_of(['occurred_at', 'source', 'medium'])` as a, and then a.source and a.medium.
    It is one pass over the rows, where a window would sort them.
#}
{% macro first_of(columns) -%}
    {{ return(adapter.dispatch("first_of")(columns)) }}
{%- endmacro %}

{% macro default__first_of(columns) -%}
    min(struct_pack(
        {%- for column in columns %}{{ column.split('.') | last }} := {{ column }}{% if not loop.last %}, {% endif %}{% endfor -%}
    ))
{%- endmacro %}

{# Spark compares a null as the least. #}
{% macro spark__first_of(columns) -%}
    min(named_struct(
        {%- for column in columns %}{% set name = column.split('.') | last -%}
        'no_{{ name }}', {{ column }} is null, '{{ name }}', {{ column }}{% if not loop.last %}, {% endif %}
        {%- endfor -%}
    ))
{%- endmacro %}
