{#
    A word that people write as they like, as lists have it: trimmed, in lower case, one _ for blanks and hyphens. Nothing is null.
#}
{% macro code_of(word) -%}
    {{ return(adapter.dispatch("code_of")(word)) }}
{%- endmacro %}

{% macro default__code_of(word) -%}
    nullif(regexp_replace(lower(trim({{ word }})), '[ _-]+', '_', 'g'), '')
{%- endmacro %}

{# Spark replaces all of them anyway. #}
{% macro spark__code_of(word) -%}
    nullif(regexp_replace(lower(trim({{ word }})), '[ _-]+', '_'), '')
{%- endmacro %}
