{# Sets the session's time zone to the business time zone, so that a cast from an instant to a date is a business date. #}
{% macro use_business_timezone() -%}
    set global TimeZone = '{{ var("business_timezone") }}'
{%- endmacro %}


{# The business day on which an instant, stored as a UTC timestamp, falls. #}
{% macro business_date(utc_timestamp) -%}
    {{ return(adapter.dispatch("business_date")(utc_timestamp)) }}
{%- endmacro %}

{% macro default__business_date(utc_timestamp) -%}
    cast(timezone('UTC', {{ utc_timestamp }}) as date)
{%- endmacro %}

{% macro spark__business_date(utc_timestamp) -%}
    to_date(from_utc_timestamp({{ utc_timestamp }}, '{{ var("business_timezone") }}'))
{%- endmacro %}


{# The instant from which the run looks, as a UTC timestamp. #}
{% macro as_of() -%}
    cast('{{ var("as_of") }}' as timestamp)
{%- endmacro %}


{# The instant, as a UTC timestamp, at which a business day begins. #}
{% macro day_start(day) -%}
    {{ return(adapter.dispatch("day_start")(day)) }}
{%- endmacro %}

{% macro default__day_start(day) -%}
    timezone('UTC', cast({{ day }} as timestamptz))
{%- endmacro %}

{% macro spark__day_start(day) -%}
    to_utc_timestamp({{ day }}, '{{ var("business_timezone") }}')
{%- endmacro %}


{# The whole days of 24 hours that passed between two UTC timestamps. #}
{% macro elapsed_days(earlier, later) -%}
    {{ return(adapter.dispatch("elapsed_days")(earlier, later)) }}
{%- endmacro %}

{% macro default__elapsed_days(earlier, later) -%}
    date_sub('day', {{ earlier }}, {{ later }})
{%- endmacro %}

{% macro spark__elapsed_days(earlier, later) -%}
    timestampdiff(day, {{ earlier }}, {{ later }})
{%- endmacro %}
