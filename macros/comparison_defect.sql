{#
    What is wrong with a comparison of the agreement, or null: operator and value of a condition or of a score line, on a signal whose
    values are text or number. operator_type is what seeds/reference/operators.csv says of the operator, null where it does not know it.
#}
{% macro comparison_defect(signal, value_type, operator, operator_type, expected) -%}
    case
        when {{ operator }} is null
            then 'a blank operator: name one of seeds/reference/operators.csv'
        when {{ operator_type }} is null
            then 'unknown operator ' || {{ operator }} || ': name one of seeds/reference/operators.csv'
        when {{ operator_type }} not in ('any', {{ value_type }})
            then
                'operator ' || {{ operator }} || ', which compares a ' || {{ operator_type }} || ', on ' || {{ signal }}
                || ', a ' || {{ value_type }} || ': name one of seeds/reference/operators.csv that fits'
        when {{ operator }} = 'is_set' and {{ expected }} is not null
            then 'value ' || {{ expected }} || ' with operator is_set: leave the value blank'
        when {{ operator }} <> 'is_set' and nullif(trim({{ expected }}), '') is null
            then 'a blank value: write what ' || {{ signal }} || ' is compared with'
        when
            {{ operator }} <> 'is_set' and {{ value_type }} = 'number'
            and try_cast({{ expected }} as decimal(18, 4)) is null
            then 'value ' || {{ expected }} || ', which is no number: write one'
    end
{%- endmacro %}
