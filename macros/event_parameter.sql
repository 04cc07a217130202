{#
    The value of one parameter of a GA4 event, or null when the event does not carry it.
    kind is the field that holds the value: string, int, float or double.
#}
{% macro event_parameter(name, kind) -%}
    {{ return(adapter.dispatch("event_parameter")(name, kind)) }}
{%- endmacro %}

{% macro default__event_parameter(name, kind) -%}
    list_filter(event_params, lambda item: item.key = '{{ name }}')[1].value.{{ kind }}_value
{%- endmacro %}

{% macro spark__event_parameter(name, kind) -%}
    get(filter(event_params, item -> item.key = '{{ name }}'), 0).value.{{ kind }}_value
{%- endmacro %}


{# The UTC timestamp of an instant counted in microseconds since 1970, as GA4 counts. #}
{% macro timestamp_of_microseconds(microseconds) -%}
    {{ return(adapter.dispatch("timestamp_of_microseconds")(microseconds)) }}
{%- endmacro %}

{% macro default__timestamp_of_microseconds(microseconds) -%}
    make_timestamp({{ microseconds }})
{%- endmacro %}

{% macro spark__timestamp_of_microseconds(microseconds) -%}
    timestamp_micros({{ microseconds }})
{%- endmacro %}
