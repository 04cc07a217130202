{#
    A 60-bit integer key of the given columns: joins on integers cost a third of joins on text, and every engine has md5.
    A null among the columns makes the key null, which a contract refuses; whoever means "none" coalesces to ''.
#}
{% macro surrogate_key(columns) -%}
    {{ return(adapter.dispatch("surrogate_key")(columns)) }}
{%- endmacro %}

{% macro default__surrogate_key(columns) -%}
    cast('0x' || substr(md5({{ joined_as_text(columns) }}), 1, 15) as bigint)
{%- endmacro %}

{% macro spark__surrogate_key(columns) -%}
    cast(conv(substr(md5({{ joined_as_text(columns) }}), 1, 15), 16, 10) as bigint)
{%- endmacro %}


{% macro joined_as_text(columns) -%}
    {%- for column in columns -%}
        cast({{ column }} as text){% if not loop.last %} || '|' || {% endif %}
    {%- endfor -%}
{%- endmacro %}
