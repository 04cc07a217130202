{#
    The instant, as a UTC timestamp, at which the clocks of a zone show a time of a day. A time that a clock change repeats or skips
    is read as if the clocks had not been changed yet.
#}
{% macro local_instant(day, time_of_day, time_zone) -%}
    {{ return(adapter.dispatch("local_instant")(day, time_of_day, time_zone)) }}
{%- endmacro %}

{# DuckDB takes the second of two equal times; the offset of the day before tells the first. #}
{% macro default__local_instant(day, time_of_day, time_zone) -%}
    {%- set on_the_day = "timezone('UTC', timezone(" ~ time_zone ~ ", " ~ day ~ " + " ~ time_of_day ~ "))" -%}
    {%- set by_the_day_before = "(timezone('UTC', timezone(" ~ time_zone ~ ", " ~ day ~ " + " ~ time_of_day
        ~ " - interval 1 day)) + interval 1 day)" -%}
    case
        when timezone({{ time_zone }}, timezone('UTC', {{ by_the_day_before }})) = {{ day }} + {{ time_of_day }}
            then {{ by_the_day_before }}
        else {{ on_the_day }}
    end
{%- endmacro %}

{% macro spark__local_instant(day, time_of_day, time_zone) -%}
    to_utc_timestamp(concat({{ day }}, ' ', {{ time_of_day }}), {{ time_zone }})
{%- endmacro %}


{# Microseconds from 1970 to an instant: the inverse of timestamp_of_microseconds. #}
{% macro microseconds_of(utc_timestamp) -%}
    {{ return(adapter.dispatch("microseconds_of")(utc_timestamp)) }}
{%- endmacro %}

{% macro default__microseconds_of(utc_timestamp) -%}
    epoch_us({{ utc_timestamp }})
{%- endmacro %}

{% macro spark__microseconds_of(utc_timestamp) -%}
    unix_micros({{ utc_timestamp }})
{%- endmacro %}


{#
    What the clock of business time of a calendar shows at an instant, in microseconds: all spans before it, and what has passed
    of the span of int_working_spans that opened last. Null where no span has opened yet.
#}
{% macro business_clock(span, utc_timestamp) -%}
    {{ span }}.seconds_before * 1000000 + least(
        {{ span }}.seconds * 1000000,
        {{ microseconds_of(utc_timestamp) }} - {{ microseconds_of(span ~ ".opens_at") }}
    )
{%- endmacro %}


{# Whole seconds from one instant to another. #}
{% macro whole_seconds_between(start_at, end_at) -%}
    cast(floor(
        ({{ microseconds_of(end_at) }} - {{ microseconds_of(start_at) }}) / 1000000
    ) as bigint)
{%- endmacro %}
