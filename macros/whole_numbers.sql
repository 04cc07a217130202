{# How often one whole number goes into another, exactly: what is left over is dropped. No double is taken on the way. #}
{% macro whole_quotient(dividend, divisor) -%}
    {{ return(adapter.dispatch("whole_quotient")(dividend, divisor)) }}
{%- endmacro %}

{% macro default__whole_quotient(dividend, divisor) -%}
    cast(cast({{ dividend }} as hugeint) // cast({{ divisor }} as hugeint) as decimal(28, 0))
{%- endmacro %}

{% macro spark__whole_quotient(dividend, divisor) -%}
    cast(cast({{ dividend }} as decimal(38, 0)) div cast({{ divisor }} as decimal(38, 0)) as decimal(28, 0))
{%- endmacro %}


{# Two to the power of a whole number from 0 to 62, as a whole number. #}
{% macro power_of_two(exponent) -%}
    {{ return(adapter.dispatch("power_of_two")(exponent)) }}
{%- endmacro %}

{% macro default__power_of_two(exponent) -%}
    (cast(1 as bigint) << cast({{ exponent }} as integer))
{%- endmacro %}

{% macro spark__power_of_two(exponent) -%}
    shiftleft(cast(1 as bigint), cast({{ exponent }} as integer))
{%- endmacro %}
