{# The quotient of two whole numbers (the divisor above 0), rounded to the whole number, halves away from zero: no float comes near it. #}
{% macro rounded_quotient(dividend, divisor) -%}
    {{ return(adapter.dispatch("rounded_quotient")(dividend, divisor)) }}
{%- endmacro %}

{% macro default__rounded_quotient(dividend, divisor) -%}
    (sign({{ dividend }}) * ((2 * abs({{ dividend }}) + {{ divisor }}) // (2 * {{ divisor }})))
{%- endmacro %}

{% macro spark__rounded_quotient(dividend, divisor) -%}
    (cast(sign({{ dividend }}) as bigint) * ((2 * abs({{ dividend }}) + {{ divisor }}) div (2 * {{ divisor }})))
{%- endmacro %}
