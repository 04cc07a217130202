{#
    Whether a signal's value meets a condition of the agreement: operator, what it compares with, and the value found (text).
    No value meets no condition. Numbers are compared as numbers wherever both sides are numbers.
#}
{% macro condition_holds(operator, expected, found) -%}
    {%- set found_number = "try_cast(" ~ found ~ " as decimal(18, 4))" -%}
    {%- set expected_number = "try_cast(" ~ expected ~ " as decimal(18, 4))" -%}
    {%- set expected_text = "lower(trim(" ~ expected ~ "))" -%}
    {%- set is_listed = "instr('|' || " ~ expected_text ~ " || '|', '|' || " ~ found ~ " || '|') > 0" -%}
    {%- set is_equal = "coalesce(" ~ found_number ~ " = " ~ expected_number ~ ", " ~ found ~ " = " ~ expected_text ~ ")" -%}
    coalesce(case {{ operator }}
        when 'at_least' then {{ found_number }} >= {{ expected_number }}
        when 'more_than' then {{ found_number }} > {{ expected_number }}
        when 'at_most' then {{ found_number }} <= {{ expected_number }}
        when 'less_than' then {{ found_number }} < {{ expected_number }}
        when 'equals' then {{ is_equal }}
        when 'differs_from' then not {{ is_equal }}
        when 'one_of' then {{ is_listed }}
        when 'none_of' then not {{ is_listed }}
        when 'contains' then instr({{ found }}, {{ expected_text }}) > 0
        when 'is_set' then {{ found }} is not null
    end, false)
{%- endmacro %}
