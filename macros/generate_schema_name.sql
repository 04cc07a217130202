{# The folder's schema name as it is written: readers query marts.fct_revenue, not main_marts. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name or target.schema }}
{%- endmacro %}
