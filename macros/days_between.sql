{# A column `day_on` with every day from the first to the last, both included. #}
{% macro days_between(first_day, last_day) -%}
    {{ return(adapter.dispatch("days_between")(first_day, last_day)) }}
{%- endmacro %}

{% macro default__days_between(first_day, last_day) -%}
    select cast(series.day_on as date) as day_on
    from generate_series(
        cast({{ first_day }} as timestamp), cast({{ last_day }} as timestamp), interval 1 day
    ) as series (day_on)
{%- endmacro %}

{% macro spark__days_between(first_day, last_day) -%}
    select explode(sequence(cast({{ first_day }} as date), cast({{ last_day }} as date))) as day_on
{%- endmacro %}
